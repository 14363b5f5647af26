// What can be done about a plan leads to the page that its word names; what is done on the page itself is in
// confirmations.spec.ts.
import type { Page } from "@playwright/test";
import { setScene, signIn } from "./support/site";
import { expect, test } from "./support/test";

/** What says that a page is the one: its address, and its heading or what can be pressed there. */
type Arrival = { url: RegExp; heading?: string | RegExp; button?: string | RegExp };

const PORTAL = /\/p\/session\//;

const WORDS: { scene: string; role: "link" | "button"; name: string | RegExp; leads: Arrival }[] = [
  { scene: "nothing", role: "link", name: /^View Plans/, leads: { url: /\/pricing$/, heading: "Choose a plan" } },
  { scene: "ended", role: "link", name: /^Choose a plan/, leads: { url: /\/pricing$/, heading: "Choose a plan" } },
  { scene: "active", role: "button", name: "Manage Subscription", leads: { url: PORTAL, heading: /billing/i } },
  { scene: "active", role: "link", name: /^Change plan/, leads: { url: /\/pricing$/, button: /^Switch to/ } },
  { scene: "several", role: "button", name: /^Change plan/, leads: { url: PORTAL, heading: "Change your plan" } },
  { scene: "active", role: "button", name: /^Cancel plan/, leads: { url: PORTAL, button: "Cancel plan" } },
  { scene: "active", role: "button", name: /^Pause plan/, leads: { url: PORTAL, button: "Pause plan" } },
  {
    scene: "active",
    role: "button",
    name: /^Update payment method/,
    leads: { url: PORTAL, heading: "Update your payment method" },
  },
  {
    scene: "trialing",
    role: "button",
    name: /^Add payment method/,
    leads: { url: PORTAL, heading: "Add a payment method" },
  },
  { scene: "past_due", role: "link", name: /^Pay \$12\.00 now/, leads: { url: /\/i\//, button: "Pay $12.00" } },
  { scene: "unpaid", role: "link", name: /^Pay \$12\.00 now/, leads: { url: /\/i\//, button: "Pay $12.00" } },
  {
    scene: "change_scheduled",
    role: "button",
    name: /^Review change/,
    leads: { url: PORTAL, heading: /billing/i },
  },
];

async function expectArrival(page: Page, { url, heading, button }: Arrival) {
  await expect(page).toHaveURL(url);
  if (heading) await expect(page.getByRole("heading", { level: 1 })).toHaveText(heading);
  if (button) await expect(page.getByRole("button", { name: button }).first()).toBeVisible();
}

test("the words lead to what they name", async ({ page }) => {
  test.slow();
  await signIn(page);
  for (const { scene, role, name, leads } of WORDS) {
    await test.step(`${scene}: ${name}`, async () => {
      await setScene(page, scene);
      await page.getByRole(role, { name }).first().click();
      await expectArrival(page, leads);
    });
  }
});
