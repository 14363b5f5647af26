// Starts a program as on a server, without the simulator and with Stripe away: somebody signs up and sees their account
// page. Prints how large it is and how soon it answers. Usage: node smoke.mjs PROGRAM SITE LARGEST

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [program, site, largest] = process.argv.slice(2);
const size = statSync(program).size;
const folder = mkdtempSync(join(tmpdir(), "customer-portal-smoke-"));
const origin = "http://127.0.0.1:3197";
const began = performance.now();
const server = spawn(program, ["serve"], {
  stdio: ["ignore", "inherit", "inherit"],
  env: {
    DATABASE_URL: `sqlite://${folder}/site.db`,
    APP_URL: origin,
    LEPTOS_SITE_ADDR: new URL(origin).host,
    LEPTOS_SITE_ROOT: site,
    LEPTOS_OUTPUT_NAME: "app",
    STRIPE_SECRET_KEY: "sk_test_smoke",
    STRIPE_WEBHOOK_SECRET: "whsec_smoke",
    STRIPE_API_BASE: "http://127.0.0.1:9/",
    RUST_LOG: "error,audit=off",
  },
});
let ended = false;
server.on("exit", () => (ended = true));

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

async function ready() {
  for (const deadline = began + 30_000; performance.now() < deadline && !ended; await sleep(5)) {
    const answer = await fetch(`${origin}/readyz`).catch(() => null);
    if (answer?.ok) return performance.now() - began;
  }
  throw new Error(ended ? "the program ended" : "the program was not ready within 30 seconds");
}

async function signUp() {
  const form = new URLSearchParams({ email: "ada@example.com", password: "quiet-harbour-lamp" });
  const headers = { accept: "text/html", origin };
  const answer = await fetch(`${origin}/api/signup`, { method: "POST", body: form, headers, redirect: "manual" });
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
  const page = await fetch(`${origin}/account`, { headers: { cookie: cookies.join("; ") } });
  const text = await page.text();
  if (page.status !== 200 || !text.includes("ada@example.com")) {
    throw new Error(`the account page answered ${page.status}: ${text.slice(0, 500)}`);
  }
}

try {
  const ms = await ready();
  await signUp();
  const number = (value) => value.toLocaleString("en");
  console.log(`${number(size).padStart(11)}  bytes of program; at most ${number(Number(largest))}`);
  console.log(`${ms.toFixed(0).padStart(11)}  ms from its start until it is ready`);
  if (size > Number(largest)) throw new Error("the program is larger than benches/limit/limits.toml allows");
} catch (error) {
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
} finally {
  server.kill();
  if (!ended) await new Promise((done) => server.on("exit", done));
  rmSync(folder, { recursive: true, force: true });
}
