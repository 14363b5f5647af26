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

test("a text", async ({ page }) => {
  await page.goto("/pricing");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Choose a plan");
  edit("locales/en-US.ftl", "choose-plan-heading = Choose a plan", "choose-plan-heading = Pick a plan");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Pick a plan");
});

test("a page", async ({ page }) => {
  await page.goto("/pricing");
  edit("src/pages/pricing.rs", "<h1>{", '<h1>"Now: "{');
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^Now: /);
});

test("a crate", async ({ page }) => {
  await page.goto("/pricing");
  await expect(page.getByRole("heading", { name: "Pro", exact: true })).toBeVisible();
  edit("crates/billing/src/offers.rs", "name: isolated(&product.name)", 'name: format!("Shiny {}", isolated(&product.name))');
  await expect(page.getByRole("heading", { name: "Shiny Pro" })).toBeVisible();
});

test("an island, on the server and in the browser", async ({ page }) => {
  await signIn(page);
  const button = page.getByRole("button", { name: "Manage Subscription", exact: true });
  await expect(button).toHaveAttribute("data-hydrated");
  edit("islands/src/manage_billing_button.rs", '"button button-primary"', '"button button-primary was-edited"');
  await expect(button).toHaveClass(/was-edited/);
  await expect(button).toHaveAttribute("data-hydrated");
  // The server alone would show the new class too.
  const wasm = await page.request.get("/pkg/app.wasm");
  expect((await wasm.body()).includes("was-edited")).toBe(true);
});
