// The pictures in the README and the docs. They are written only when asked for
// (`npm run screenshots`), so that a test run leaves the checkout as it was.
import { setScene, signIn } from "./support/site";
import { test } from "./support/test";

const folder = process.env.SCREENSHOTS ? "../docs/images" : "test-results/images";

for (const colorScheme of ["light", "dark"] as const) {
  test(`the account page, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 900, height: 720 });
    await signIn(page);
    await setScene(page, "active");
    await page.screenshot({ path: `${folder}/account-${colorScheme}.png` });
  });
}
