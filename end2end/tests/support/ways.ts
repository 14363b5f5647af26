// The ways in that a site with mail has, as its users go them. Their site is the one of branded.ts.
import type { Browser, Page } from "@playwright/test";
import { BRANDED } from "./branded";
import { PASSWORD, newEmail } from "./site";
import { expect, expectAccessible } from "./test";

export async function signUp(page: Page, email = newEmail()): Promise<string> {
  await page.goto("/signup");
  await typeSignUp(page, email);
  await expect(page).toHaveURL(/\/account$/);
  return email;
}

export async function typeSignUp(page: Page, email: string) {
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign up" }).click();
}

/** With the form that asks for a password; the other one asks for an address too. */
export async function typePassword(page: Page, email: string, password: string) {
  await page.goto("/login");
  const form = page.locator("form", { has: page.getByLabel("Password") });
  await form.getByLabel("Email").fill(email);
  await form.getByLabel("Password").fill(password);
  await form.getByRole("button", { name: "Sign in" }).click();
}

export async function askForLink(page: Page, email: string) {
  await byLink(page).getByRole("textbox").fill(email);
  await byLink(page).getByRole("button", { name: "Send link" }).click();
  await expect(page).toHaveURL(/\/login\/code/);
  await expect(page.getByRole("status")).toContainText("Check your email.");
}

const byLink = (page: Page) => page.getByRole("region", { name: "Sign in by email" });

export async function signOut(page: Page) {
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("link", { name: "Sign in", exact: true })).toBeVisible();
}

export async function expectSignedIn(page: Page, email: string) {
  await expect(page).toHaveURL(/\/account$/);
  await expect(page.getByText("Signed in as")).toContainText(email);
}

export async function expectUsed(page: Page, link: string) {
  expect((await page.goto(link))?.status()).toBe(410);
  await expect(page.getByRole("main")).toContainText("This link was used already");
  await expectAccessible(page);
}

/** Somebody else's browser, or one's own elsewhere. */
export async function elsewhere(browser: Browser, visit: (page: Page) => Promise<void>) {
  const context = await browser.newContext({ baseURL: BRANDED });
  try {
    await visit(await context.newPage());
  } finally {
    await context.close();
  }
}
