// Seeing where one is signed in, ending that, and deleting the account.
import type { Page } from "@playwright/test";
import { expectFits } from "./support/measure";
import { PASSWORD, newEmail, signIn } from "./support/site";
import { expect, expectAccessible, test } from "./support/test";

async function signUp(page: Page): Promise<string> {
  const email = newEmail();
  await page.goto("/signup");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign up" }).click();
  await expect(page).toHaveURL(/\/account$/);
  return email;
}

test("signing out elsewhere, in one browser and in all", async ({ page, browser }) => {
  const email = await signUp(page);
  const contexts = await Promise.all([0, 1, 2].map(() => browser.newContext()));
  const others = await Promise.all(contexts.map((context) => context.newPage()));
  for (const other of others) await signIn(other, { email, password: PASSWORD });

  await page.getByRole("link", { name: "Sign-in and security" }).click();
  const list = page.getByRole("region", { name: "Where you’re signed in" });
  await expect(list.getByRole("listitem")).toHaveCount(4);
  await expect(list.getByText("Chrome on Linux")).toHaveCount(4);
  await expect(list.getByRole("listitem").filter({ hasText: "This browser" })).toHaveCount(1);
  await expectAccessible(page);

  await list.getByRole("button", { name: /^Sign out Chrome on Linux/ }).first().click();
  await expect(page.getByRole("status")).toContainText("That browser is signed out.");
  await expect(list.getByRole("listitem")).toHaveCount(3);
  await list.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(page.getByRole("status")).toContainText("You’re signed out everywhere else.");
  await expect(list.getByRole("listitem")).toHaveCount(1);
  await expectAccessible(page);

  for (const other of others) {
    await other.goto("/account");
    await expect(other).toHaveURL(/\/login$/);
  }
  await page.goto("/account");
  await expect(page).toHaveURL(/\/account$/);
  await Promise.all(contexts.map((context) => context.close()));
});

test("deleting the account, and what is wrong with that", async ({ page }) => {
  const email = await signUp(page);
  await page.getByRole("link", { name: "Sign-in and security" }).click();
  await page.getByRole("link", { name: "Delete account" }).click();
  await expect(page.getByText("Your plans are canceled right away.")).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 900 });
  await expectFits(page, "deleting at 320 px");

  const remove = page.getByRole("button", { name: "Delete account" });
  const box = page.getByLabel("I want to cancel my plans and delete this account.");
  await page.getByLabel("Current password").fill(PASSWORD);
  await remove.click();
  // The browser asks for the box before anything is sent.
  await expect(page).toHaveURL(/\/account\/delete$/);
  await box.check();
  await page.getByLabel("Current password").fill("not-the-password");
  await remove.click();
  await expect(page.getByLabel("Current password")).toHaveAccessibleDescription(/isn’t your current password/);
  await expectAccessible(page);

  await box.check();
  await page.getByLabel("Current password").fill(PASSWORD);
  await remove.click();
  await expect(page.getByRole("status")).toContainText("Your account was deleted.");
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
  await expectAccessible(page);
  await page.goto("/login");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert")).toContainText("Wrong email or password.");
});
