// The account page in every state that can be shown: what it says, what it offers, on every screen. A deleted customer
// can play no other scene: tests/http/account.rs has that one. With SCREENSHOTS set, the pictures and the page that
// shows them go to docs/.
import { writeFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { customerOf, subscribe } from "./support/simulator";
import { DEMO, actionsOfFirstPlan, setScene, signIn } from "./support/site";
import { STATES } from "./support/states";
import { expect, expectAccessible, hasJavaScript, test } from "./support/test";

const docs = process.env.SCREENSHOTS ? "../docs" : undefined;

// Each test sets its own scene, so both servers play them.
test.describe.configure({ mode: "parallel" });

/** The page on every screen: it fits, and axe finds nothing. */
async function lookAtAll(page: Page, name: string) {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 900 });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide, `${name} fits`).toBeLessThanOrEqual(width);
      await expectAccessible(page);
    }
  }
  await page.screenshot({ path: `${docs ?? "test-results"}/images/states/${name}-dark.png`, fullPage: true });
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 760, height: 700 });
  await page.screenshot({ path: `${docs ?? "test-results"}/images/states/${name}.png`, fullPage: true });
}

for (const { name, scene = name, then, after, says, tells, offers, noPortal } of STATES) {
  test(`a customer who is ${name}`, async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await signIn(page);
    await setScene(page, scene, then);
    try {
      await expect(page.locator('[aria-labelledby="subscription-1"] .badge, [aria-labelledby="subscription-1"] dl')
        .first()).toBeVisible();
      await expect(page.getByRole("main")).toContainText(says);
      if (tells) await expect(page.getByRole("main")).toContainText(tells);
      await expect(actionsOfFirstPlan(page)).toHaveText(offers, { useInnerText: true });
      await expect(page.getByRole("button", { name: "Manage Subscription" })).toHaveCount(noPortal ? 0 : 1);
      // One of all that can be pressed stands out.
      await expect(page.locator("main .button-primary").filter({ visible: true })).not.toHaveCount(0);
      // As somebody sees it who comes by, without what has just changed.
      await page.goto("/account");
      if (hasJavaScript()) await lookAtAll(page, name);
    } finally {
      await after?.();
    }
  });
}

test("the gallery is written", () => {
  test.skip(!docs, "only when pictures are asked for: npm run screenshots");
  const pictures = STATES.map(
    ({ name }) =>
      `## ${name}\n\n<img alt="" src="images/states/${name}.png" width="560"> ` +
      `<img alt="" src="images/states/${name}-dark.png" width="240">\n`,
  );
  const head =
    "# The account page in pictures\n\nThe states by the names of the simulator's scenes that show them; " +
    "[ACCOUNT.md](ACCOUNT.md) says what each means. `make screenshots` draws this page.\n";
  const others =
    "## In German, from right to left, and under a company's name\n\n" +
    "A failed payment in German and in Arabic, which the demo offers, and the account and the prices of `make run BRAND=1`.\n\n" +
    ["account-de", "account-ar", "account-brand", "pricing-brand-dark"]
      .map((name) => `<img alt="" src="images/${name}.png" width="400">`)
      .join("\n") +
    "\n";
  writeFileSync(`${docs}/STATES.md`, [head, ...pictures, others].join("\n"));
});

/** Opens the portal's page for a new card and enters one. */
async function enterCard(page: Page, step: string) {
  const number = page.getByLabel("Card number");
  await expect(async () => {
    await page.goto("/account");
    await page.getByRole("button", { name: step }).first().click();
    // Less than a second after the last visit it is a double click, and leads where that one ended.
    await expect(number).toBeVisible({ timeout: 500 });
  }).toPass();
  await number.fill("4242 4242 4242 4242");
  await page.getByLabel(/Expires/).fill("12 / 30");
  await page.getByLabel("Security code").fill("123");
  await page.getByRole("button", { name: /Add|Save/ }).click();
  await expect(page).toHaveURL(/\/account(\?from=portal)?$/);
}

test("a failed payment is mended by a new card", async ({ page }) => {
  await signIn(page);
  await setScene(page, "past_due");
  const card = page.getByRole("region", { name: "Subscription" });
  await page.getByRole("link", { name: /^Pay \$12\.00 now/ }).click();
  await expect(page.getByRole("button", { name: /Pay/ })).toBeVisible();
  await enterCard(page, "Update payment method");
  await expect(card).toContainText("StatusActive");
});

test("a paused plan is resumed with a new card", async ({ page }) => {
  await signIn(page);
  await setScene(page, "paused");
  await enterCard(page, "Add payment method");
  const card = page.getByRole("region", { name: "Subscription" });
  await page.getByRole("button", { name: "Resume plan" }).click();
  await expect(page.getByRole("status").first()).toContainText("Your plan is active again.");
  await expect(card).toContainText("StatusActive");
});

test("a plan is paused in the portal and goes on", async ({ page }) => {
  await signIn(page);
  await setScene(page, "active");
  const card = page.getByRole("region", { name: "Subscription" });
  await card.getByRole("button", { name: "Pause plan" }).click();
  await expect(page).toHaveURL(/\/p\/session\/.*pause$/);
  await page.getByRole("button", { name: "Pause plan" }).click();
  await expect(page.getByRole("status").first()).toContainText("Your plan is paused.");
  await expect(card).toContainText("StatusPaused");
  await page.getByRole("button", { name: "Resume plan" }).click();
  await expect(page).toHaveURL(/\/account/);
  await expect(card).toContainText("StatusActive");
});

test("invoices are paged through to the first, each with its way to Stripe", async ({ page }) => {
  await signIn(page);
  await setScene(page, "active");
  await subscribe(await customerOf(DEMO.email), 5);
  await page.goto("/account?from=portal");
  const pages = page.getByRole("navigation", { name: "Pages of invoices" });
  await expect(pages).toContainText("Page 1 of 2");
  await pages.getByRole("link", { name: "Older invoices" }).click();
  await expect(page).toHaveURL(/\/account\?invoices=2#invoices$/);
  await expect(pages).toContainText("Page 2 of 2");
  const links = page.getByRole("link", { name: /^View: invoice / });
  await expect(links).toHaveCount(1);
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 900 });
    await expectAccessible(page);
  }
  await pages.getByRole("link", { name: "Newer invoices" }).click();
  await expect(links).toHaveCount(6);
  await links.first().click();
  await expect(page).toHaveURL(/\/i\//);
});
