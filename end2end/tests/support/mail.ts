// Mails as people read them: shown in the browser where nobody is sent any, or taken by a mail server.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Locator, Page } from "@playwright/test";
import { expect } from "./test";

/** The newest mail of this subject that is shown for the address, once it is there. */
export async function shownMail(page: Page, to: string, subject: string): Promise<Locator> {
  const heading = page.getByRole("heading", { level: 2, name: subject });
  const mail = page.locator("section", { hasText: to }).filter({ has: heading }).first();
  await expect(async () => {
    await page.goto("/_demo/mail");
    await expect(mail).toBeVisible({ timeout: 100 });
  }).toPass({ intervals: [50, 100, 200] });
  return mail;
}

/** Where the mail's button leads. */
export async function linkOf(mail: Locator): Promise<string> {
  const link = await mail.getByRole("link").getAttribute("href");
  expect(link).toBeTruthy();
  return link!;
}

type Letter = { to: string; subject: string; text: string };

export type MailServer = {
  /** For the site. */
  settings: Record<string, string>;
  /** The link in the newest letter of this subject to the address, once it has been sent. */
  linkTo: (to: string, subject: string) => Promise<string>;
  stop: () => void;
};

/** A mail server that delivers to the test. */
export async function startMailServer(): Promise<MailServer> {
  // It ends with the standard input that it is given here.
  const server = spawn("node", ["../tests/mail-server/server.mjs"], { stdio: ["pipe", "pipe", "inherit"] });
  const letters: Letter[] = [];
  let port: number | undefined;
  createInterface({ input: server.stdout }).on("line", (line) => {
    const said = JSON.parse(line);
    if (said.port) port = said.port;
    else letters.push(said);
  });
  await expect.poll(() => port).toBeDefined();
  return {
    settings: { SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: "Example <billing@example.com>" },
    linkTo: async (to, subject) => {
      const isIt = (letter: Letter) => letter.to === to && letter.subject.includes(subject);
      const link = () => letters.filter(isIt).at(-1)?.text.match(/https?:\/\/\S+/)?.[0];
      await expect.poll(link).toBeDefined();
      return link()!;
    },
    stop: () => void server.kill(),
  };
}
