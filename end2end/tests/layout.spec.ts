// The pages where room is short: small screens with long names, large text, wide spacing, paper, and colors of the
// reader's own.
import type { Page } from "@playwright/test";
import { expectFits } from "./support/measure";
import { renameProduct } from "./support/simulator";
import { setScene, signIn } from "./support/site";
import { expect, test } from "./support/test";

const LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauplan";
const PAGES = [
  "/",
  "/pricing",
  "/pricing?every=year",
  "/account",
  "/account/members",
  "/account/password",
  "/account/security",
  "/account/delete",
];

/** The pages, with a plan that needs something and an invoice that is open. */
async function everyPage(page: Page, look: (path: string) => Promise<void>) {
  await signIn(page);
  await setScene(page, "past_due");
  for (const path of PAGES) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await look(path);
  }
}

test("names of sixty letters at 320 px", async ({ page }) => {
  expect(LONG).toHaveLength(60);
  await renameProduct("prod_demo_pro", LONG);
  try {
    await page.setViewportSize({ width: 320, height: 900 });
    await expect(async () => {
      await page.goto("/pricing");
      await expect(page.getByRole("heading", { name: LONG })).toBeVisible({ timeout: 100 });
    }).toPass();
    await signIn(page);
    for (const scene of ["active", "past_due", "several", "change_scheduled"]) {
      await setScene(page, scene);
      await expect(page.getByRole("main")).toContainText(LONG);
      await expectFits(page, scene);
      await page.goto("/pricing");
      await expectFits(page, `prices, ${scene}`);
    }
  } finally {
    await renameProduct("prod_demo_pro", "Pro");
    await expect(async () => {
      await page.goto("/pricing");
      await expect(page.getByRole("heading", { name: "Pro" })).toBeVisible({ timeout: 100 });
    }).toPass();
  }
});

test("text at 200 %", async ({ page }) => {
  // As a browser does it: half as many pixels of CSS.
  await page.setViewportSize({ width: 640, height: 450 });
  await everyPage(page, (path) => expectFits(page, path));
});

test("the text spacing that WCAG 1.4.12 grants readers", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 900 });
  await everyPage(page, async (path) => {
    // A sheet of the browser's own, as readers have it: the page's policy allows no other.
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
        p { margin-block-end: 2em !important; }`);
      document.adoptedStyleSheets = [sheet];
    });
    await expectFits(page, path);
  });
});

test("a root font of twice the size", async ({ page }) => {
  await page.setViewportSize({ width: 640, height: 900 });
  await everyPage(page, async (path) => {
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("html { font-size: 200% !important }");
      document.adoptedStyleSheets = [sheet];
    });
    await expectFits(page, path);
  });
});

test("the account on one sheet of paper, without what can only be pressed", async ({ page }) => {
  await signIn(page);
  await setScene(page, "active");
  const paper = await page.pdf({ format: "A4" });
  // A page's object says what it is; /Pages is the list of them.
  const sheets = paper.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g) ?? [];
  expect(sheets).toHaveLength(1);
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("heading", { name: "Subscription" })).toBeVisible();
  await expect(page.getByRole("main")).toContainText(/Current PlanPro\$12\.00 per month/);
  for (const hidden of ["button", "nav", ".site-footer"]) {
    await expect(page.locator(hidden).filter({ visible: true })).toHaveCount(0);
  }
});

for (const [scene, mark] of [
  ["active", "Active"],
  ["unpaid", "Unpaid"],
  ["canceling", "Cancels"],
] as const) {
  test(`colors of the reader’s own: ${scene}`, async ({ page }) => {
    await page.emulateMedia({ forcedColors: "active" });
    await signIn(page);
    await setScene(page, scene);
    const badge = page.locator(".badge", { hasText: mark }).first();
    const { border, shape, text } = await badge.evaluate((element) => ({
      border: getComputedStyle(element).borderTopStyle,
      shape: getComputedStyle(element, "::before").backgroundColor,
      text: getComputedStyle(element).color,
    }));
    expect(border, "its edge").toBe("solid");
    expect(shape, "its mark").toBe(text);
  });
}

test("buttons, fields and navigation are 44 px high", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 900 });
  await everyPage(page, async (path) => {
    const small = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>("button, .button, input:not([type=hidden]), select, nav a, .steps a")]
        .filter((element) => element.checkVisibility())
        // A box is checked by pressing its words too.
        .map((element) => (element.matches("[type=checkbox]") ? element.closest("label") ?? element : element))
        .map((element) => ({ height: Math.round(element.getBoundingClientRect().height), html: element.outerHTML.slice(0, 90) }))
        .filter(({ height }) => height < 44),
    );
    expect(small, path).toEqual([]);
  });
});
