// Sharing an account: who may invite, and how the invited come in.
import type { Page } from "@playwright/test";
import { OWN } from "./support/addresses";
import { BRANDED, startBranded, stop } from "./support/branded";
import { linkOf, shownMail, startMailServer } from "./support/mail";
import { newEmail } from "./support/site";
import { expect, expectAccessible, test } from "./support/test";
import { askForLink, elsewhere, expectSignedIn, expectUsed, signUp, typeSignUp } from "./support/ways";

test.use({ baseURL: BRANDED });

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

test("invitations, for somebody who signs up and somebody who signs in by link", async ({ page, browser }) => {
  const server = await startBranded({ SIGN_IN: "password,link" });
  try {
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
  } finally {
    await stop(server);
  }
});

test("an owner of a site that had no mail before confirms their address, and invites", async ({ page, browser }) => {
  const mails = await startMailServer();
  const settings = { DATABASE_URL: `sqlite://${process.env.END2END_DATA}/${OWN}/invitations-${process.pid}.db` };
  let server = await startBranded(settings);
  try {
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
      await expect(other.getByRole("status")).toContainText("Check your email.");
      await other.goto(await mails.linkTo(invited, "Confirm your email"));
      await other.getByRole("button", { name: "Create account" }).click();
      await accept(other, invited, owner);
    });
  } finally {
    await stop(server);
    mails.stop();
  }
});
