// After each way there and back the page says what is different, once; and nothing if nothing is.
import type { Page } from "@playwright/test";
import { openPortal, setScene, signIn } from "./support/site";
import { expect, hasJavaScript, test } from "./support/test";

const back = (page: Page) => page.getByRole("link", { name: /^Return to/ }).click();

/** What the page says was done, and does not say again. */
async function expectConfirmed(page: Page, words: string | RegExp) {
  await expect(page.locator("#changed")).toHaveText(words);
  if (hasJavaScript()) await expect(page).toHaveURL(/\/account$/);
  await page.goto("/account");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator("#changed")).toHaveCount(0);
}

test.beforeEach(async ({ page }) => {
  await signIn(page);
});

test("a plan that is changed", async ({ page }) => {
  await setScene(page, "active");
  await page.goto("/pricing");
  await page.getByRole("button", { name: "Switch to Team" }).click();
  await page.getByRole("button", { name: "Confirm" }).click();
  await expectConfirmed(page, "Your plan changed to Team.");
});

test("a plan that is canceled, and kept", async ({ page }) => {
  await setScene(page, "active");
  await page.getByRole("button", { name: "Cancel plan" }).click();
  await page.getByRole("button", { name: "Cancel plan" }).click();
  await expectConfirmed(page, /^Your plan is canceled and ends on [A-Z][a-z]+ \d{1,2}, \d{4}\.$/);
  await page.getByRole("button", { name: "Keep plan" }).click();
  await expectConfirmed(page, "Your plan continues. It’s no longer canceled.");
});

test("an invoice that is paid", async ({ page }) => {
  await setScene(page, "past_due");
  await page.getByRole("link", { name: /^Pay \$12\.00 now/ }).click();
  await page.getByLabel("Card number").fill("4242 4242 4242 4242");
  await page.getByLabel(/^Expires/).fill("12/34");
  await page.getByLabel("Security code").fill("123");
  await page.getByRole("button", { name: "Pay $12.00" }).click();
  await expect(page.getByText("Paid", { exact: true })).toBeVisible();
  await page.goto("/account?from=portal");
  await expectConfirmed(page, /Your payment of \$12\.00 went through\./);
});

test("a new card", async ({ page }) => {
  await setScene(page, "active");
  await page.getByRole("button", { name: "Update payment method" }).click();
  await page.getByLabel("Card number").fill("5555 5555 5555 4444");
  await page.getByLabel(/^Expires/).fill("12/34");
  await page.getByLabel("Security code").fill("123");
  await page.getByRole("button", { name: "Save card" }).click();
  await expectConfirmed(page, /Your payment method is now Mastercard •••• 4444\./);
});

test("nothing that is different", async ({ page }) => {
  await setScene(page, "active");
  await openPortal(page);
  await back(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Account Settings");
  await expect(page.locator("#changed")).toHaveCount(0);
  if (hasJavaScript()) await expect(page).toHaveURL(/\/account$/);
});
