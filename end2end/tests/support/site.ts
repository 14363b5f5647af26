// The site as its users speak of it.
import type { Page } from "@playwright/test";
import { customerOf, playScene } from "./simulator";
import { expect, hasJavaScript } from "./test";

export const DEMO = { email: "demo@example.com", password: "quiet-harbour-lamp" };
export const PASSWORD = "green-kettle-march";

let count = 0;
/** An address nobody has signed up with yet. */
export const newEmail = () => `user-${process.pid}-${Date.now()}-${count++}@example.com`;

export async function signIn(page: Page, { email, password } = DEMO) {
  await page.goto("/login");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/account$/);
}

/** The button, once it is live: before that a plain form would make a test of it pass. */
export async function manageButton(page: Page) {
  const button = page.getByRole("button", { name: "Manage Subscription" });
  await expect(button).toBeVisible();
  if (hasJavaScript()) await expect(button).toHaveAttribute("data-hydrated");
  return button;
}

export async function openPortal(page: Page) {
  await (await manageButton(page)).click();
  await expect(page).toHaveURL(/\/p\/session\//);
}

/** Reloads the account page until the webhook has done its work. */
export async function expectOnAccountPage(page: Page, text: RegExp) {
  await expect(async () => {
    await page.goto("/account");
    await expect(page.getByRole("region", { name: "Subscription" })).toContainText(text, { timeout: 100 });
  }).toPass({ intervals: [50, 100, 200] });
}

/**
 * Brings the demo customer into a scene, and then does more to them; the account page that is shown then is in step
 * with it.
 */
export async function setScene(page: Page, scene: string, then?: (customer: string) => Promise<unknown>) {
  const customer = await customerOf(DEMO.email);
  await playScene(customer, scene);
  await then?.(customer);
  await page.goto("/account?from=portal");
}

/** What banner and card of the first plan offer, in this order; not what the payment card does. */
export const actionsOfFirstPlan = (page: Page) =>
  page.locator('section[aria-labelledby^="subscription-1"] > .steps > li');

/** Chooses the language by its link at the end of the page. */
export async function choose(page: Page, language: string) {
  await page.getByRole("contentinfo").getByRole("link", { name: language, exact: true }).click();
  await expect(page.getByRole("contentinfo").locator("[aria-current]")).toHaveText(language);
}
