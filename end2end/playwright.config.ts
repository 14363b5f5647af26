// The server under test is the one that `cargo leptos build` made, in demo mode, with data and
// ports of its own, so that it disturbs no server somebody is working with.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { SIMULATOR, SITE } from "./tests/support/addresses";

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
  // One demo customer, one server: the specs take turns.
  workers: 1,
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
  webServer: {
    command: "../target/debug/customer-portal serve",
    url: `${SITE}/readyz`,
    timeout: 60_000,
    stdout: "ignore",
    stderr: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 10_000 },
    env: {
      ...DEMO_SERVER,
      APP_URL: SITE,
      DATABASE_URL: `sqlite://${process.env.END2END_DATA}/site.db`,
      SIM_ADDR: new URL(SIMULATOR).host,
      LEPTOS_OUTPUT_NAME: "app",
      LEPTOS_SITE_ROOT: "../target/site",
      LEPTOS_SITE_PKG_DIR: "pkg",
      LEPTOS_SITE_ADDR: new URL(SITE).host,
    },
  },
});
