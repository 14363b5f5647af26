// What holds for every page: accessible, readable on a small screen, in light and dark, and
// honest about being a demo.
import { signIn } from "./support/site";
import { expect, expectAccessible, test } from "./support/test";

const PAGES = ["/", "/pricing", "/login", "/signup", "/account"];

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [320, 1280]) {
    test(`pages at ${width} px, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      for (const path of PAGES) {
        if (path === "/account") await signIn(page);
        else await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expect(page.getByRole("complementary", { name: "Demo" })).toContainText("Nothing is charged");
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(wide, `${path} fits`).toBeLessThanOrEqual(width);
        await expectAccessible(page);
      }
    });
  }
}

test.describe("an address that leads nowhere", () => {
  test.use({ expectedComplaints: [/404/] });

  test("has a way on", async ({ page }) => {
    const answer = await page.goto("/nope");
    expect(answer?.status()).toBe(404);
    await page.getByRole("link", { name: "Go to the home page" }).click();
    await expect(page).toHaveURL(/\/$/);
  });
});
