// What the plan includes and what is missing, on the account page: with JavaScript and without, on every screen.
import type { Page } from "@playwright/test";
import { expectFits, faintParts } from "./support/measure";
import { choose, setScene, signIn } from "./support/site";
import { expect, expectAccessible, hasJavaScript, test } from "./support/test";

const card = (page: Page) => page.getByRole("region", { name: /^(What’s included|Not included)$/ });
const lists = (page: Page) => card(page).getByRole("list");

/** The page on every screen: it fits, can be read, and axe finds nothing. */
async function lookAtAll(page: Page, name: string) {
  if (!hasJavaScript()) return;
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 900 });
      await expectFits(page, `${name}, ${colorScheme}, ${width} px`);
      expect(await faintParts(page)).toEqual([]);
      await expectAccessible(page);
      const file = `test-results/images/access/${name}-${colorScheme}-${width}.png`;
      await page.screenshot({ path: file, fullPage: true });
    }
  }
}

test("what a plan includes, and the way to what it does not", async ({ page }) => {
  await signIn(page);
  await setScene(page, "active");
  await expect(card(page).getByRole("heading")).toHaveText(["What’s included", "Not included"]);
  await expect(lists(page).nth(0).getByRole("listitem")).toHaveText(["API access", "Unlimited projects"]);
  await expect(lists(page).nth(1).getByRole("listitem")).toHaveText(["Single sign-on"]);
  await lookAtAll(page, "active");
  // What is prominent is elsewhere.
  await expect(card(page).locator(".button-primary")).toHaveCount(0);
  await card(page).getByRole("link", { name: "Compare plans" }).click();
  await expect(page).toHaveURL(/\/pricing$/);
});

test("a plan that ends says until when, and one that ended what it would bring", async ({ page }) => {
  await signIn(page);
  await setScene(page, "canceling");
  await expect(card(page)).toContainText(/Included until [A-Z][a-z]+ \d+, 20\d\d\./);
  await lookAtAll(page, "canceling");
  await setScene(page, "ended");
  await expect(card(page).getByRole("heading")).toHaveText(["Not included"]);
  await expect(lists(page).nth(0).getByRole("listitem")).toHaveText([
    "API access",
    "Single sign-on",
    "Unlimited projects",
  ]);
  await expectAccessible(page);
});

test("features that wait for a payment say so, and offer no second way to pay", async ({ page }) => {
  await signIn(page);
  await setScene(page, "unpaid");
  await expect(card(page).getByRole("heading", { level: 3 })).toHaveText(["Not available right now", "Not included"]);
  await expect(card(page)).toContainText("Available once your payment goes through.");
  await expect(card(page).getByRole("link")).toHaveText(["Compare plans"]);
  await lookAtAll(page, "unpaid");
});

test("from right to left, and on paper", async ({ page }) => {
  await signIn(page);
  await setScene(page, "past_due");
  await choose(page, "العربية");
  const region = page.getByRole("region", { name: "ما تشمله خطتك" });
  await expect(region).toContainText("Single sign-on");
  await lookAtAll(page, "arabic");
  await choose(page, "English");
  await page.emulateMedia({ media: "print", colorScheme: "light" });
  await expect(lists(page).nth(0).getByRole("listitem").first()).toBeVisible();
  await expect(card(page).getByRole("link")).toHaveCount(0);
  await page.screenshot({ path: "test-results/images/access/print.png", fullPage: true });
});
