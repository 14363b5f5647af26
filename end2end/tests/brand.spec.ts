// The site in the colors of companies that did not think of contrast: what the pages promise is measured in them.
import { spawn, type ChildProcess } from "node:child_process";
import { DEMO_SERVER } from "../playwright.config";
import { BRANDED, BRANDED_SIMULATOR, OWN } from "./support/addresses";
import { faintParts } from "./support/measure";
import { DEMO } from "./support/site";
import { expect, test } from "./support/test";

const COLORS = { "dark blue": "#0b1f4b", yellow: "#ffd500", coral: "#ff6f61", black: "#000000" };

/** A demo of its own with this brand, in memory that goes with it. */
async function serve(color: string): Promise<{ url: string; process: ChildProcess }> {
  const url = BRANDED;
  const child = spawn("../target/debug/customer-portal", ["serve"], {
    stdio: "ignore",
    env: {
      ...DEMO_SERVER,
      PATH: process.env.PATH,
      APP_URL: url,
      DATABASE_URL: `sqlite://${process.env.END2END_DATA}/${OWN}/brand-${color.slice(1)}.db`,
      SIM_ADDR: new URL(BRANDED_SIMULATOR).host,
      LEPTOS_OUTPUT_NAME: "app",
      LEPTOS_SITE_ROOT: "../target/site",
      LEPTOS_SITE_PKG_DIR: "pkg",
      LEPTOS_SITE_ADDR: new URL(url).host,
      BRAND_NAME: "Northwind Notes",
      BRAND_COLOR: color,
      BRAND_LOGO: "../demo-brand/logo.svg",
      HOME_URL: "https://www.example.com/",
      SUPPORT_EMAIL: "support@example.com",
      TERMS_URL: "https://www.example.com/terms",
    },
  });
  const ready = () => fetch(`${url}/readyz`).then((answer) => answer.status, () => 0);
  await expect.poll(ready, { timeout: 30_000 }).toBe(200);
  return { url, process: child };
}

for (const [name, color] of Object.entries(COLORS)) {
  test(`a brand in ${name}`, async ({ page }) => {
    const { url, process: server } = await serve(color);
    try {
      for (const path of ["/", "/pricing", "/account"]) {
        await page.goto(`${url}${path}`);
        // Signed out it leads to the login page.
        if (path === "/account") {
          expect(await faintParts(page), "/login").toEqual([]);
          await page.getByLabel("Email").fill(DEMO.email);
          await page.getByLabel("Password").fill(DEMO.password);
          await page.getByRole("button", { name: "Sign in" }).click();
          await expect(page).toHaveURL(`${url}/account`);
        }
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme });
          expect(await faintParts(page), `${path}, ${colorScheme}`).toEqual([]);
        }
        await expect(page).toHaveTitle(/Northwind Notes/);
        await expect(page.locator("body")).not.toContainText("Customer Portal");
      }
      const footer = page.getByRole("contentinfo");
      await expect(footer.getByRole("link", { name: "Support" })).toHaveAttribute("href", /^mailto:support@example\.com\?subject=/);
      await expect(footer.getByRole("link", { name: "Terms" })).toHaveAttribute("href", "https://www.example.com/terms");
    } finally {
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.kill();
      await ended;
    }
  });
}
