// The site in the colors of companies that did not think of contrast: what the pages promise is measured in them.
import { BRANDED, signInAt, startBranded, stop } from "./support/branded";
import { faintParts } from "./support/measure";
import { expect, test } from "./support/test";

const COLORS = { "dark blue": "#0b1f4b", yellow: "#ffd500", coral: "#ff6f61", black: "#000000" };

for (const [name, color] of Object.entries(COLORS)) {
  test(`a brand in ${name}`, async ({ page }) => {
    const server = await startBranded({
      BRAND_NAME: "Northwind Notes",
      BRAND_COLOR: color,
      BRAND_LOGO: "../demo-brand/logo.svg",
      HOME_URL: "https://www.example.com/",
      SUPPORT_EMAIL: "support@example.com",
      TERMS_URL: "https://www.example.com/terms",
    });
    try {
      for (const path of ["/", "/pricing", "/login", "/account"]) {
        if (path === "/account") await signInAt(page);
        else await page.goto(`${BRANDED}${path}`);
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme });
          expect(await faintParts(page), `${path}, ${colorScheme}`).toEqual([]);
        }
        await expect(page).toHaveTitle(/Northwind Notes/);
        await expect(page.locator("body")).not.toContainText("Customer Portal");
      }
      const footer = page.getByRole("contentinfo");
      const support = footer.getByRole("link", { name: "Support" });
      await expect(support).toHaveAttribute("href", /^mailto:support@example\.com\?subject=/);
      const terms = footer.getByRole("link", { name: "Terms" });
      await expect(terms).toHaveAttribute("href", "https://www.example.com/terms");
    } finally {
      await stop(server);
    }
  });
}
