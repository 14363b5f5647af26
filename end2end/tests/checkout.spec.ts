// Buying a plan: from the pricing page over Checkout to the account page.
import type { Page } from "@playwright/test";
import { clearFaults } from "./support/simulator";
import { PASSWORD, expectOnAccountPage, newEmail, openPortal } from "./support/site";
import { expect, expectAccessible, test } from "./support/test";

async function signUpAndChoose(page: Page, plan: string, prices = "/pricing") {
  await page.goto(prices);
  await expectAccessible(page);
  // Signed out: the way leads over the login page, and back to the prices.
  await page.getByRole("button", { name: plan }).click();
  // The header has a link of that name on every page.
  await expect(page).toHaveURL(/\/login/);
  await page.getByRole("link", { name: "Sign up" }).last().click();
  await page.getByLabel("Email").fill(newEmail());
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign up" }).click();
  await expect(page).toHaveURL(/\/pricing/);
  await page.goto(prices);
  await page.getByRole("button", { name: plan }).click();
  await expect(page).toHaveURL(/\/c\/pay\//);
}

async function pay(page: Page, card: string) {
  await page.getByLabel("Card number").fill(card);
  await page.getByLabel(/^Expires/).fill("12/34");
  await page.getByLabel("Security code").fill("123");
  await page.getByLabel("Name on card").fill("Ada Lovelace");
  await page.getByRole("button", { name: /Subscribe|Start trial/ }).click();
}

test.beforeEach(clearFaults);

test("choose a plan, pay, and see it on the account page", async ({ page }) => {
  await signUpAndChoose(page, "Choose Team");
  await expectAccessible(page);
  await pay(page, "4242 4242 4242 4242");
  await expect(page).toHaveURL(/\/account/);
  await expect(page.getByRole("status")).toContainText("You’re subscribed to Team.");
  const card = page.getByRole("region", { name: "Subscription" });
  await expect(card).toContainText(/Current PlanTeam.*StatusActive/);
  await openPortal(page);
  await page.goto("/pricing");
  await expect(page.getByText("Current plan")).toBeVisible();
  await page.getByRole("link", { name: "Yearly" }).click();
  await expect(page.getByRole("button", { name: "Switch to yearly" })).toBeVisible();
});

test("a trial begins with nothing to pay", async ({ page }) => {
  await signUpAndChoose(page, "Choose Pro", "/pricing?every=year");
  await pay(page, "4242 4242 4242 4242");
  await expectOnAccountPage(page, /Your free trial ends on \w+ \d+, \d{4}/);
});

test.describe("a declined card", () => {
  test.use({ expectedComplaints: [/422/] });

  test("can be followed by a good one", async ({ page }) => {
    await signUpAndChoose(page, "Choose Team", "/pricing?every=year");
    await pay(page, "4000 0000 0000 0002");
    await expect(page).toHaveURL(/\/c\/pay\//);
    await expect(page.getByText(/declined/i).first()).toBeVisible();
    await pay(page, "4242 4242 4242 4242");
    await expect(page.getByRole("status")).toContainText("You’re subscribed to Team.");
  });
});

test("leaving Checkout leads back to the prices with nothing lost", async ({ page }) => {
  await signUpAndChoose(page, "Choose Team");
  await page.getByRole("link", { name: "Cancel" }).click();
  await expect(page).toHaveURL(/\/pricing$/);
  await expect(page.getByRole("button", { name: "Choose Team" })).toBeVisible();
});
