// A developer changes one word and does not touch the browser: the open page shows it. In each of the places that
// the site is compiled from.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { signIn } from "../tests/support/site";

/** Replaces what must be in the file exactly once. */
function edit(file: string, from: string, to: string) {
  const path = join(process.env.WATCHED!, file);
  const parts = readFileSync(path, "utf8").split(from);
  expect(parts, `${from} once in ${file}`).toHaveLength(2);
  writeFileSync(path, parts.join(to));
}

test("a page", async ({ page }) => {
  await page.goto("/pricing");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Pricing");
  edit("src/pages/pricing.rs", '<h1>"Pricing"</h1>', '<h1>"Prices"</h1>');
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Prices");
});

test("a crate", async ({ page }) => {
  await page.goto("/pricing");
  await expect(page.getByText("per month").first()).toBeVisible();
  edit("crates/billing/src/model/period.rs", 'Self::Month => "month"', 'Self::Month => "moon"');
  await expect(page.getByText("per moon").first()).toBeVisible();
});

test("an island, on the server and in the browser", async ({ page }) => {
  await signIn(page);
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  await expect(button("Manage Subscription")).toHaveAttribute("data-hydrated");
  edit("islands/src/manage_billing_button.rs", '"Manage Subscription"', '"Manage Your Subscription"');
  await expect(button("Manage Your Subscription")).toHaveAttribute("data-hydrated");
  // The server alone would show the new word too.
  const wasm = await page.request.get("/pkg/app.wasm");
  expect((await wasm.body()).includes("Manage Your Subscription")).toBe(true);
});
