// A server with a company's look, which a test starts for itself.
import { spawn, type ChildProcess } from "node:child_process";
import type { Page } from "@playwright/test";
import { DEMO_SERVER } from "../../playwright.config";
import { BRANDED, BRANDED_SIMULATOR, OWN } from "./addresses";
import { DEMO } from "./site";
import { expect } from "./test";

export { BRANDED };

let count = 0;

/** A demo of its own with these settings. */
export async function startBranded(settings: Record<string, string>): Promise<ChildProcess> {
  const server = spawn("../target/debug/customer-portal", ["serve"], {
    stdio: "ignore",
    env: {
      ...DEMO_SERVER,
      PATH: process.env.PATH,
      APP_URL: BRANDED,
      DATABASE_URL: `sqlite://${process.env.END2END_DATA}/${OWN}/brand-${process.pid}-${count++}.db`,
      SIM_ADDR: new URL(BRANDED_SIMULATOR).host,
      LEPTOS_OUTPUT_NAME: "app",
      LEPTOS_SITE_ROOT: "../target/site",
      LEPTOS_SITE_PKG_DIR: "pkg",
      LEPTOS_SITE_ADDR: new URL(BRANDED).host,
      ...settings,
    },
  });
  const ready = () => fetch(`${BRANDED}/readyz`).then((answer) => answer.status, () => 0);
  try {
    await expect.poll(ready, { timeout: 30_000 }).toBe(200);
    // Another server that was left on this port would answer as well.
    expect(server.exitCode).toBeNull();
  } catch (error) {
    await stop(server);
    throw error;
  }
  return server;
}

/** Ends it, so that the next one finds its port free. */
export async function stop(server: ChildProcess) {
  if (server.exitCode !== null) return;
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.kill();
  await ended;
}

/** Signs the demo's customer in there. */
export async function signInAt(page: Page) {
  await page.goto(`${BRANDED}/account`);
  await page.getByLabel("Email").fill(DEMO.email);
  await page.getByLabel("Password").fill(DEMO.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(`${BRANDED}/account`);
}
