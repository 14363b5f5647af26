// The account page in every state a customer can be in: what it says, what it offers, on every
// screen. With SCREENSHOTS set, the pictures and the page that shows them go to docs/.
import { writeFileSync } from "node:fs";
import { setScene, signIn } from "./support/site";
import { expect, expectAccessible, hasJavaScript, test } from "./support/test";

const docs = process.env.SCREENSHOTS ? "../docs" : undefined;

/** A scene of the simulator, words of the page, and the steps it offers, in this order. */
const STATES: [scene: string, sentence: RegExp, steps: string[]][] = [
  ["nothing", /There is nothing to manage yet/, ["View Plans"]],
  ["trialing", /Add a payment method before then/, ["Add a payment method", "Change plan", "Cancel plan"]],
  ["trialing_with_card", /the paid plan begins then, with \$12/, ["Update payment method", "Change plan", "Cancel plan"]],
  ["active", /Your plan renews on .* for \$12/, ["Update payment method", "Change plan", "Cancel plan"]],
  ["card_expiring", /Your plan renews on/, ["Update payment method", "Change plan", "Cancel plan"]],
  ["canceling", /Your plan ends on/, ["Keep plan", "Update payment method"]],
  ["change_scheduled", /Your plan changes to Team on/, ["Review the change", "Update payment method"]],
  ["collection_paused", /Payments are paused until/, ["Update payment method", "Change plan", "Cancel plan"]],
  ["past_due", /\$12\.00 did not go through/, ["Update payment method", "Pay now", "Cancel plan"]],
  ["unpaid", /\$12\.00 has been due since/, ["Pay now", "Update payment method"]],
  ["incomplete", /Your first payment of \$12\.00 is not complete/, ["Pay now", "Update payment method"]],
  ["incomplete_expired", /Nothing was charged/, ["View Plans"]],
  ["paused", /Add a payment method to go on/, ["Add a payment method"]],
  ["canceled_early", /It had been paid until/, ["Subscribe again"]],
  ["ended", /Your plan ended on/, ["Subscribe again"]],
  ["several", /Your plan renews on/, ["Update payment method", "Change plan", "Cancel plan"]],
];

test.describe.configure({ mode: "serial" });

for (const [scene, sentence, steps] of STATES) {
  test(`a customer who is ${scene}`, async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await signIn(page);
    await setScene(page, scene);
    const card = page.getByRole("region", { name: /^Subscription/ }).first();
    await expect(card).toContainText(sentence);
    await expect(card.getByRole("listitem")).toHaveText(steps);
    await expect(page.getByRole("button", { name: "Manage Subscription" })).toBeVisible();
    if (!hasJavaScript()) return;
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      for (const width of [1280, 320]) {
        await page.setViewportSize({ width, height: 900 });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(wide, `${scene} fits`).toBeLessThanOrEqual(width);
        await expectAccessible(page);
      }
    }
    await page.screenshot({ path: `${docs ?? "test-results"}/images/states/${scene}-dark.png`, fullPage: true });
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize({ width: 760, height: 700 });
    await page.screenshot({ path: `${docs ?? "test-results"}/images/states/${scene}.png`, fullPage: true });
  });
}

test("the gallery shows every state", () => {
  test.skip(!docs, "only when pictures are asked for: npm run screenshots");
  const pictures = STATES.map(
    ([scene]) =>
      `## ${scene}\n\n<img alt="" src="images/states/${scene}.png" width="560"> ` +
      `<img alt="" src="images/states/${scene}-dark.png" width="240">\n`,
  );
  const head =
    "# The account page in pictures\n\nEvery state by the name of the simulator's scene that shows it; " +
    "[ACCOUNT.md](ACCOUNT.md) says what each means. `make screenshots` draws this page.\n";
  writeFileSync(`${docs}/STATES.md`, [head, ...pictures].join("\n"));
});

test("what a step promises happens: a card is added, a bill is paid, a plan is resumed", async ({ page }) => {
  await signIn(page);
  const card = page.getByRole("region", { name: "Subscription" });

  await setScene(page, "past_due");
  await card.getByRole("link", { name: "Pay now" }).click();
  await expectAccessible(page);
  await page.goto("/account?from=portal");
  await page.getByRole("button", { name: "Update payment method" }).click();
  await page.getByLabel("Card number").fill("4242 4242 4242 4242");
  await page.getByLabel(/Expir/).fill("12/30");
  await page.getByLabel("CVC").fill("123");
  await page.getByRole("button", { name: /Add|Save/ }).click();
  await expect(page).toHaveURL(/\/account\?from=portal$/);
  await expect(card).toContainText("StatusActive");

  await setScene(page, "paused");
  await page.getByRole("button", { name: "Add a payment method" }).click();
  await page.getByLabel("Card number").fill("4242 4242 4242 4242");
  await page.getByLabel(/Expir/).fill("12/30");
  await page.getByLabel("CVC").fill("123");
  await page.getByRole("button", { name: /Add|Save/ }).click();
  await card.getByRole("button", { name: "Resume plan" }).click();
  await expect(page).toHaveURL(/\/account$/);
  await expect(card).toContainText("StatusActive");
});
