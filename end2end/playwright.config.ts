// The servers under test are those that `cargo leptos build` made, in demo mode, with data and
// ports of their own, so that they disturb no server somebody is working with.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { databaseOf, productsOf, SERVERS, SITE, simulatorOf, siteOf } from "./tests/support/addresses";

// The configuration is read again by every worker; the folder must stay the first one's.
process.env.END2END_DATA ??= mkdtempSync(join(tmpdir(), "customer-portal-"));

const chromium = process.env.CHROMIUM_PATH;
const asRoot = process.getuid?.() === 0;

/** The environment of a server that is to be the demo. Empty is as good as absent, and keeps a developer's .env out. */
export const DEMO_SERVER = {
  STRIPE_SECRET_KEY: "",
  STRIPE_WEBHOOK_SECRET: "",
  STRIPE_PORTAL_CONFIGURATION: "",
  LEPTOS_ENV: "DEV",
  RUST_LOG: "warn",
};

export default defineConfig({
  testDir: "tests",
  // A server has one demo customer: the specs of a worker take turns.
  workers: SERVERS.length,
  fullyParallel: false,
  forbidOnly: !!process.env.CI,
  retries: 0,
  timeout: 60_000,
  // Facts are waited for; on a busy machine they take their time.
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    baseURL: SITE,
    actionTimeout: 10_000,
    trace: "retain-on-failure",
    launchOptions: {
      ...(chromium ? { executablePath: chromium } : {}),
      args: [
        ...(asRoot ? ["--no-sandbox"] : []),
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "javascript", use: { javaScriptEnabled: true } },
    { name: "no javascript", use: { javaScriptEnabled: false } },
  ],
  webServer: SERVERS.map((server) => ({
    command: "../target/debug/customer-portal serve",
    url: `${siteOf(server)}/readyz`,
    timeout: 60_000,
    stdout: "ignore",
    stderr: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 10_000 },
    env: {
      ...DEMO_SERVER,
      APP_URL: siteOf(server),
      DATABASE_URL: databaseOf(server),
      RETURN_ORIGINS: Object.values(productsOf(server)).join(","),
      SIM_ADDR: new URL(simulatorOf(server)).host,
      LEPTOS_OUTPUT_NAME: "app",
      LEPTOS_SITE_ROOT: "../target/site",
      LEPTOS_SITE_PKG_DIR: "pkg",
      LEPTOS_SITE_ADDR: new URL(siteOf(server)).host,
    },
  })),
});
