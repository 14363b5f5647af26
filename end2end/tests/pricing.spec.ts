// The prices for every customer: who can choose finds buttons, and everybody else one sentence and one link.
import type { Page } from "@playwright/test";
import { setScene, signIn } from "./support/site";
import { expect, test } from "./support/test";

test.describe.configure({ mode: "parallel" });

const BUYS = ["Choose Pro", "Choose Team"];
const SWITCHES = ["Switch to Team"];

/** What the buttons say, or why there are none. */
const STANDINGS: Record<string, string[] | RegExp> = {
  nothing: BUYS,
  ended: BUYS,
  incomplete_expired: BUYS,
  canceled_early: BUYS,
  trialing: SWITCHES,
  trialing_with_card: SWITCHES,
  active: SWITCHES,
  collection_paused: SWITCHES,
  discounted: SWITCHES,
  past_due: /Pay what’s due before you change your plan\./,
  unpaid: /Pay what’s due before you change your plan\./,
  incomplete: /Complete your first payment before you change your plan\./,
  paused: /Resume your plan before you change it\./,
  paused_by_request: /Resume your plan before you change it\./,
  canceling: /Keep your plan before you change it\./,
  change_scheduled: /Your plan already changes on .* Review that change before you make another\./,
  several: /You have several plans\. Choose the one to change on your account page\./,
  metered: /This plan can’t be changed here\./,
  end_scheduled: /This plan can’t be changed here\./,
};

async function expectOffers(page: Page, scene: string) {
  const expected = STANDINGS[scene]!;
  await setScene(page, scene);
  await page.goto("/pricing");
  const buttons = page.locator(".offers").getByRole("button");
  if (Array.isArray(expected)) {
    await expect(buttons).toHaveText(expected);
    const leads = expected === BUYS ? /\/c\/pay\// : /\/p\/session\/.*confirm/;
    await buttons.last().click();
    await expect(page).toHaveURL(leads);
  } else {
    await expect(buttons).toHaveCount(0);
    await expect(page.getByRole("main")).toContainText(expected);
    await page.getByRole("main").getByRole("link", { name: "Go to your account" }).click();
    await expect(page).toHaveURL(/\/account$/);
  }
}

// In three parts, so that both workers have some.
const SCENES = Object.keys(STANDINGS);
for (const part of [0, 1, 2]) {
  const scenes = SCENES.filter((_, place) => place % 3 === part);
  test(`prices for customers who are ${scenes.join(", ")}`, async ({ page }) => {
    test.slow();
    await signIn(page);
    for (const scene of scenes) await test.step(scene, () => expectOffers(page, scene));
  });
}

test("who chose on a page that was opened before is told why it does not go on", async ({ page }) => {
  await signIn(page);
  await setScene(page, "active");
  await page.goto("/pricing");
  const chosen = page.getByRole("button", { name: "Switch to Team" });
  await expect(chosen).toBeVisible();
  // Meanwhile, in another tab.
  const other = await page.context().newPage();
  await setScene(other, "canceling");
  await chosen.click();
  await expect(page).toHaveURL(/\/account/);
  await expect(page.getByRole("status").first()).toContainText("Keep your plan before you change it.");
});
