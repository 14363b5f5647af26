// The pictures in the README and the docs. They are written only when asked for
// (`npm run screenshots`), so that a test run leaves the checkout as it was.
import { BRANDED, signInAt, startBranded, stop } from "./support/branded";
import { choose, setScene, signIn } from "./support/site";
import { test } from "./support/test";

const folder = process.env.SCREENSHOTS ? "../docs/images" : "test-results/images";

for (const colorScheme of ["light", "dark"] as const) {
  test(`the account page, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 900, height: 980 });
    await signIn(page);
    await setScene(page, "active");
    // Without what has changed since the scene before.
    await page.goto("/account");
    await page.screenshot({ path: `${folder}/account-${colorScheme}.png` });
  });
}

for (const [language, tag] of [
  ["Deutsch", "de"],
  ["العربية", "ar"],
] as const) {
  test(`the account page in ${tag}`, async ({ page }) => {
    await page.setViewportSize({ width: 760, height: 700 });
    await signIn(page);
    await setScene(page, "past_due");
    await choose(page, language);
    await page.screenshot({ path: `${folder}/account-${tag}.png`, fullPage: true });
  });
}

test("the account page and the prices of a company", async ({ page }) => {
  const server = await startBranded({
    BRAND_NAME: "Northwind Notes",
    BRAND_COLOR: "#4338ca",
    BRAND_RADIUS: "0.875rem",
    BRAND_LOGO: "../demo-brand/logo.svg",
    BRAND_LOGO_DARK: "../demo-brand/logo-dark.svg",
    HOME_URL: "https://www.example.com/",
    SUPPORT_EMAIL: "support@example.com",
    TERMS_URL: "https://www.example.com/terms",
    PRIVACY_URL: "https://www.example.com/privacy",
  });
  try {
    await page.setViewportSize({ width: 760, height: 700 });
    await signInAt(page);
    await page.screenshot({ path: `${folder}/account-brand.png`, fullPage: true });
    await page.emulateMedia({ colorScheme: "dark" });
    await page.goto(`${BRANDED}/pricing`);
    await page.screenshot({ path: `${folder}/pricing-brand-dark.png`, fullPage: true });
  } finally {
    await stop(server);
  }
});
