// The ways in and back in that lead through a mailbox, as a person goes them.
import type { ChildProcess } from "node:child_process";
import type { Page } from "@playwright/test";
import { BRANDED, startBranded, stop } from "./support/branded";
import { linkOf, shownMail, startMailServer, type MailServer } from "./support/mail";
import { PASSWORD, choose, newEmail } from "./support/site";
import { expect, expectAccessible, test } from "./support/test";
import { askForLink, elsewhere, expectSignedIn, expectUsed, signOut } from "./support/ways";
import { signUp, typePassword, typeSignUp } from "./support/ways";

const OTHER_PASSWORD = "copper-window-tide";

// A link that was used answers that it is gone, and the console tells of it.
test.use({ baseURL: BRANDED, expectedComplaints: [/410/] });

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
      await section.getByLabel("New email").fill(next);
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
});
