// The company's product: the examples, and its back end as a test speaks for it.
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { expect } from "./test";
import { databaseOf, OWN, PRODUCTS, SITE } from "./addresses";

/** A new key of the site under test, as the operator makes one. */
export function newKey(): string {
  const args = ["key", "create", "--name", "browser tests", "--scopes", "handover"];
  const env = { PATH: process.env.PATH, DATABASE_URL: databaseOf(OWN) };
  return execFileSync("../target/debug/customer-portal", args, { env, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
}

/** The link that the product's back end gets for a user. */
export async function handOver(key: string, ask: object): Promise<string> {
  const answer = await fetch(`${SITE}/api/v1/handovers`, {
    method: "POST",
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    body: JSON.stringify(ask),
  });
  expect(answer.status).toBe(201);
  return (await answer.json()).url;
}

const python = process.env.EXAMPLES_PYTHON;

export type Example = keyof typeof PRODUCTS;

/** How to start each example; undefined without what it needs. */
const COMMANDS: Record<Example, [string, string[]] | undefined> = {
  express: ["node", ["../examples/product-express/server.mjs"]],
  flask: python ? [python, ["-m", "flask", "--app", "../examples/product-flask/app.py", "run"]] : undefined,
  axum: ["../target/debug/product-axum", []],
};

/** Starts an example on its port; null if this machine cannot. */
export async function startProduct(example: Example, key: string): Promise<{ url: string; process: ChildProcess } | null> {
  const command = COMMANDS[example];
  if (!command) return null;
  const url = PRODUCTS[example];
  const port = new URL(url).port;
  const [program, args] = command;
  const env = {
    PATH: process.env.PATH,
    PORTAL_URL: SITE,
    PORTAL_KEY: key,
    PORT: port,
    FLASK_RUN_PORT: port,
    PRODUCT_URL: `${url}/`,
  };
  const child: ChildProcess = spawn(program, args, { env, stdio: "ignore" });
  // A program that is not there is told of here, and then does not answer.
  child.on("error", (error) => console.error(String(error)));
  const answers = () => fetch(url).then(
    (answer) => answer.status,
    () => 0,
  );
  try {
    await expect.poll(answers, { timeout: 30_000 }).toBe(200);
  } catch (error) {
    child.kill();
    throw error;
  }
  return { url, process: child };
}
