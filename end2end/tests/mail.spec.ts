// The ways in and back in that lead through a mailbox, as a person goes them.
import type { ChildProcess } from "node:child_process";
import type { Browser, Page } from "@playwright/test";
import { OWN } from "./support/addresses";
import { BRANDED, startBranded, stop } from "./support/branded";
import { linkOf, shownMail, startMailServer, type MailServer } from "./support/mail";
import { PASSWORD, choose, newEmail } from "./support/site";
import { expect, expectAccessible, test } from "./support/test";

const OTHER_PASSWORD = "copper-window-tide";

// A link that was used answers that it is gone, and the console tells of it.
test.use({ baseURL: BRANDED, expectedComplaints: [/410/] });

async function signUp(page: Page, email = newEmail()): Promise<string> {
  await page.goto("/signup");
  await typeSignUp(page, email);
  await expect(page).toHaveURL(/\/account$/);
  return email;
}

async function typeSignUp(page: Page, email: string) {
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign up" }).click();
}

/** With the form that asks for a password; the other one asks for an address too. */
async function typePassword(page: Page, email: string, password: string) {
  await page.goto("/login");
  const form = page.locator("form", { has: page.getByLabel("Password") });
  await form.getByLabel("Email").fill(email);
  await form.getByLabel("Password").fill(password);
  await form.getByRole("button", { name: "Sign in" }).click();
}

async function askForLink(page: Page, email: string) {
  await byLink(page).getByRole("textbox").fill(email);
  await byLink(page).getByRole("button", { name: "Send link" }).click();
  await expect(page).toHaveURL(/\/login\/code/);
  await expect(page.getByRole("status")).toContainText("Check your email.");
}

const byLink = (page: Page) => page.getByRole("region", { name: "Sign in by email" });

async function signOut(page: Page) {
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("link", { name: "Sign in", exact: true })).toBeVisible();
}

async function expectSignedIn(page: Page, email: string) {
  await expect(page).toHaveURL(/\/account$/);
  await expect(page.getByText("Signed in as")).toContainText(email);
}

async function expectUsed(page: Page, link: string) {
  expect((await page.goto(link))?.status()).toBe(410);
  await expect(page.getByRole("main")).toContainText("This link was used already");
  await expectAccessible(page);
}

const invitations = (page: Page) => page.getByRole("region", { name: "Invite people" });

async function invite(page: Page, email: string) {
  await page.goto("/account/members");
  await invitations(page).getByRole("textbox", { name: "Email" }).fill(email);
  await invitations(page).getByLabel("Role").selectOption("Viewer");
  await invitations(page).getByRole("button", { name: "Send invitation" }).click();
}

/** On the invitation's page, and then in the account of whoever invited. */
async function accept(page: Page, email: string, owner: string) {
  await page.getByRole("button", { name: "Accept invitation" }).click();
  await expectSignedIn(page, email);
  await page.goto("/account/members");
  await expect(page.getByRole("main")).toContainText(owner);
}

/** Somebody else's browser, or one's own elsewhere. */
async function elsewhere(browser: Browser, visit: (page: Page) => Promise<void>) {
  const context = await browser.newContext({ baseURL: BRANDED });
  try {
    await visit(await context.newPage());
  } finally {
    await context.close();
  }
}

test.describe("mails that are shown", () => {
  let server: ChildProcess;
  test.beforeAll(async () => {
    server = await startBranded({ SIGN_IN: "password,link" });
  });
  test.afterAll(() => stop(server));

  test("a forgotten password", async ({ page }) => {
    const email = await signUp(page);
    await signOut(page);
    await page.goto("/login");
    await expectAccessible(page);
    await page.getByRole("link", { name: "Forgot your password?" }).click();
    await expectAccessible(page);
    await page.getByLabel("Email").fill(email);
    await page.getByRole("button", { name: "Send link" }).click();
    await expect(page.getByRole("status")).toContainText("Check your email.");
    await expectAccessible(page);
    await page.getByRole("link", { name: "Show the mail" }).click();
    await expect(page).toHaveURL(/\/_demo\/mail$/);

    const link = await linkOf(await shownMail(page, email, "Choose a new password"));
    await expectAccessible(page);
    await page.goto(link);
    await expect(page.getByRole("main")).toContainText(email);
    await expectAccessible(page);
    const choosePassword = async (password: string) => {
      await page.getByLabel("New password").fill(password);
      await page.getByRole("button", { name: "Save password" }).click();
    };
    await choosePassword("Summer2026!");
    await expect(page.getByLabel("New password")).toHaveAccessibleDescription(/easy to guess/);
    await expectAccessible(page);
    await choosePassword(OTHER_PASSWORD);
    await expectSignedIn(page, email);
    await expectUsed(page, link);

    await signOut(page);
    await typePassword(page, email, PASSWORD);
    await expect(page.getByRole("alert")).toContainText("Wrong email or password.");
    await typePassword(page, email, OTHER_PASSWORD);
    await expectSignedIn(page, email);
  });

  test("a code, in the browser that asked for it", async ({ page }) => {
    const email = newEmail();
    await page.goto("/login");
    await askForLink(page, email);
    await expectAccessible(page);
    const mail = await shownMail(page, email, "Your sign-in link");
    const code = (await mail.locator("code").innerText()).trim();
    const typeCode = async (code: string) => {
      await page.getByLabel("Code").fill(code);
      await page.getByRole("button", { name: "Sign in" }).click();
    };
    await page.goto("/login/code");
    await typeCode(code === "000000" ? "000001" : "000000");
    await expect(page.getByLabel("Code")).toHaveAccessibleDescription(/That code isn’t right/);
    await expectAccessible(page);
    await typeCode(code);
    await expectSignedIn(page, email);
  });

  test("a link, in the browser that asked for it and in another one", async ({ page, browser }) => {
    const email = newEmail();
    await page.goto("/login");
    await askForLink(page, email);
    const link = await linkOf(await shownMail(page, email, "Your sign-in link"));
    await page.getByRole("link", { name: "Sign in" }).first().click();
    await expectSignedIn(page, email);
    await expectUsed(page, link);

    await signOut(page);
    await page.goto("/login");
    await askForLink(page, email);
    await elsewhere(browser, async (other) => {
      const link = await linkOf(await shownMail(other, email, "Your sign-in link"));
      await other.goto(link);
      await expect(other.getByRole("main")).toContainText("Sign in as");
      await expectAccessible(other);
      await other.getByRole("button", { name: /^Continue as/ }).click();
      await expectSignedIn(other, email);
      await expectUsed(page, link);
    });
  });

  test("another address", async ({ page }) => {
    const [email, next] = [await signUp(page), newEmail()];
    await page.goto("/account/security");
    const section = page.getByRole("region", { name: "Email" });
    await expect(section).toContainText(`${email} · not confirmed yet`);
    const change = async (password: string) => {
      await section.getByRole("textbox", { name: "Email" }).fill(next);
      await section.getByLabel("Current password").fill(password);
      await section.getByRole("button", { name: "Change email" }).click();
    };
    await change(OTHER_PASSWORD);
    await expect(section.getByLabel("Current password")).toHaveAccessibleDescription(/isn’t your current password/);
    await expectAccessible(page);
    await change(PASSWORD);
    await expect(section.getByRole("status")).toContainText("Check your email.");
    await expectAccessible(page);

    const link = await linkOf(await shownMail(page, next, "Confirm this email"));
    await page.goto(link);
    await expect(page.getByRole("main")).toContainText(next);
    await expectAccessible(page);
    await page.getByRole("button", { name: "Confirm email" }).click();
    await expect(section.getByRole("status")).toContainText("Your email is confirmed.");
    await expect(section).toContainText(`${next} · confirmed`);
    await expectUsed(page, link);
    await shownMail(page, email, "was changed");

    await page.goto("/account");
    await signOut(page);
    await typePassword(page, next, PASSWORD);
    await expectSignedIn(page, next);
  });

  test("invitations, for somebody who signs up and somebody who signs in by link", async ({ page, browser }) => {
    const owner = await signUp(page);
    const [first, second] = [newEmail(), newEmail()];
    for (const email of [first, second]) {
      await invite(page, email);
      await expect(invitations(page).getByRole("listitem").filter({ hasText: email })).toContainText("Viewer");
    }
    await expectAccessible(page);

    const open = async (other: Page, email: string): Promise<string> => {
      const link = await linkOf(await shownMail(other, email, "You’re invited"));
      await other.goto(link);
      await expect(other.getByRole("main")).toContainText(owner);
      await expect(other.getByRole("main")).toContainText("Your role: Viewer");
      await expectAccessible(other);
      return link;
    };
    await elsewhere(browser, async (other) => {
      const link = await open(other, first);
      await other.getByRole("main").getByRole("link", { name: "Sign up" }).click();
      await typeSignUp(other, first);
      await accept(other, first, owner);
      await expectUsed(other, link);
    });
    await elsewhere(browser, async (other) => {
      await open(other, second);
      await other.getByRole("main").getByRole("link", { name: "Sign in" }).click();
      await askForLink(other, second);
      await other.goto(await linkOf(await shownMail(other, second, "Your sign-in link")));
      await accept(other, second, owner);
    });
    await page.goto("/account/members");
    const members = [owner, first, second].map((email) => new RegExp(email));
    await expect(page.getByRole("main").getByRole("listitem")).toHaveText(members);
  });

  test("in German: a new password and a code", async ({ page }) => {
    const email = await signUp(page);
    await signOut(page);
    await choose(page, "Deutsch");
    await page.goto("/login");
    await page.getByRole("link", { name: "Passwort vergessen?" }).click();
    await page.getByLabel("E-Mail-Adresse").fill(email);
    await page.getByRole("button", { name: "Link senden" }).click();
    await expect(page.getByRole("status")).toContainText("Sehen Sie in Ihrem Posteingang nach.");
    await expectAccessible(page);
    const reset = await shownMail(page, email, "Wählen Sie ein neues Passwort für");
    await expect(reset).toHaveAttribute("lang", "de");
    await expect(reset).toContainText("Jemand hat ein neues Passwort für Ihr Konto angefordert.");
    await expectAccessible(page);
    await reset.getByRole("link", { name: "Neues Passwort wählen" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Neues Passwort wählen");
    await expectAccessible(page);
    await page.getByLabel("Neues Passwort").fill(OTHER_PASSWORD);
    await page.getByRole("button", { name: "Passwort speichern" }).click();
    await page.getByRole("button", { name: "Abmelden" }).click();
    await expect(page.getByRole("link", { name: "Anmelden", exact: true })).toBeVisible();

    await page.goto("/login");
    const form = page.getByRole("region", { name: "Per E-Mail anmelden" });
    await form.getByRole("textbox").fill(email);
    await form.getByRole("button", { name: "Link senden" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Code eingeben");
    await expectAccessible(page);
    const mail = await shownMail(page, email, "Ihr Anmeldelink für");
    await expect(mail).toContainText("Verraten Sie den Code niemandem.");
    const code = (await mail.locator("code").innerText()).trim();
    await page.goto("/login/code");
    await page.getByLabel("Code").fill(code);
    await page.getByRole("button", { name: "Anmelden" }).click();
    await expect(page.getByText("Angemeldet als")).toContainText(email);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Kontoeinstellungen");
  });
});

test.describe("mails that are sent", () => {
  let server: ChildProcess;
  let mails: MailServer;
  test.beforeAll(async () => {
    mails = await startMailServer();
    server = await startBranded(mails.settings);
  });
  test.afterAll(async () => {
    await stop(server);
    mails.stop();
  });

  const ask = async (page: Page) => {
    const email = newEmail();
    await page.goto("/signup");
    await typeSignUp(page, email);
    await expect(page.getByRole("status")).toContainText("Check your email.");
    await expectAccessible(page);
    return { email, link: await mails.linkTo(email, "Confirm your email") };
  };
  const create = (page: Page) => page.getByRole("button", { name: "Create account" });

  test("signing up, in the same browser", async ({ page }) => {
    const { email, link } = await ask(page);
    await page.goto(link);
    await expect(page.getByLabel("Password")).toHaveCount(0);
    await expectAccessible(page);
    await create(page).click();
    await expectSignedIn(page, email);
    await expectUsed(page, link);
  });

  test("signing up, in another browser, which asks for the password", async ({ page, browser }) => {
    const { email, link } = await ask(page);
    await elsewhere(browser, async (other) => {
      await other.goto(link);
      await other.getByLabel("Password").fill(OTHER_PASSWORD);
      await create(other).click();
      await expect(other.getByLabel("Password")).toHaveAccessibleDescription(/isn’t the password you chose/);
      await expectAccessible(other);
      await other.getByLabel("Password").fill(PASSWORD);
      await create(other).click();
      await expectSignedIn(other, email);
    });
    await expectUsed(page, link);
  });

  test("an owner of a site that had no mail before confirms their address, and invites", async ({ page, browser }) => {
    const settings = { DATABASE_URL: `sqlite://${process.env.END2END_DATA}/${OWN}/mail-${process.pid}.db` };
    await stop(server);
    server = await startBranded(settings);
    const owner = await signUp(page);
    await stop(server);
    server = await startBranded({ ...settings, ...mails.settings });

    const invited = newEmail();
    await invite(page, invited);
    await expect(invitations(page).getByRole("alert")).toContainText("Confirm your own email first");
    await expectAccessible(page);
    await page.goto("/account/security");
    await page.getByRole("button", { name: "Send confirmation email" }).click();
    await expect(page.getByRole("status")).toContainText("Check your email.");
    await page.goto(await mails.linkTo(owner, "Confirm this email"));
    await expectAccessible(page);
    await page.getByRole("button", { name: "Confirm email" }).click();
    await expect(page.getByRole("status")).toContainText("Your email is confirmed.");
    await invite(page, invited);
    await elsewhere(browser, async (other) => {
      await other.goto(await mails.linkTo(invited, "You’re invited"));
      await other.getByRole("main").getByRole("link", { name: "Sign up" }).click();
      await typeSignUp(other, invited);
      await other.goto(await mails.linkTo(invited, "Confirm your email"));
      await create(other).click();
      await accept(other, invited, owner);
    });
  });
});
