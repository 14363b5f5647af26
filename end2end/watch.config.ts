// `make watch-test`: the server under test is `cargo leptos watch`, on the copy of the checkout that scripts/watch-test.sh
// makes and names in WATCHED. It has ports of its own, so that it disturbs neither developers nor the other tests.
import { defineConfig } from "@playwright/test";
import base, { DEMO_SERVER } from "./playwright.config";

const site = "http://127.0.0.1:3290";
const minutes = 60_000;

export default defineConfig({
  ...base,
  testDir: "watch",
  timeout: 20 * minutes,
  // A rebuild takes about a minute where nothing else runs.
  expect: { timeout: 15 * minutes },
  use: { ...base.use, baseURL: site },
  projects: [{ name: "watch" }],
  webServer: {
    command: "cargo leptos watch --cargo-locked",
    cwd: process.env.WATCHED,
    url: `${site}/readyz`,
    timeout: 40 * minutes,
    stdout: "pipe",
    stderr: "pipe",
    gracefulShutdown: { signal: "SIGINT", timeout: 30_000 },
    env: {
      ...DEMO_SERVER,
      APP_URL: site,
      DATABASE_URL: "sqlite://data/demo.db",
      SIM_ADDR: "127.0.0.1:12290",
      LEPTOS_SITE_ADDR: new URL(site).host,
      LEPTOS_RELOAD_PORT: "3291",
    },
  },
});
