// The main job: a customer presses Manage Subscription, changes something on the portal, and sees
// it on the account page.
import { clearFaults, fault, portalSessions } from "./support/simulator";
import { expectOnAccountPage, manageButton, openPortal, setScene, signIn } from "./support/site";
import { expect, expectAccessible, hasJavaScript, test } from "./support/test";

// Stripe's own words for a portal whose settings were never saved; they come without a code.
const NOT_CONFIGURED = {
  code: null,
  message:
    "No configuration provided and your test mode default configuration has not been created. Provide a " +
    "configuration or create your default by saving your customer portal settings in test mode.",
};

const SESSIONS = { path: "/v1/billing_portal/sessions", method: "POST" };

test.beforeEach(async ({ page }) => {
  await clearFaults();
  await signIn(page);
  await setScene(page, "active");
});

test("cancel on the portal, see it, take it back, see it", async ({ page }) => {
  await expectOnAccountPage(page, /renews on/);
  const card = page.getByRole("region", { name: "Subscription" });
  await expect(card).toContainText(/Current PlanPro\$12\.00 per month/);
  await expect(card).toContainText("StatusActive");
  await expect(card.locator("dd time")).toHaveAttribute("datetime", /^\d{4}-\d{2}-\d{2}T/);

  await openPortal(page);
  await expect(page.getByText("Pro", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Cancel plan" }).click();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Cancel plan" }).click();
  await page.getByRole("link", { name: /^Return to/ }).click();
  // It is there at once: the page has asked Stripe.
  await expect(page.getByRole("status").first()).toContainText(/Your plan is canceled and ends on \w+ \d+, \d{4}/);
  await expect(card).toContainText(/StatusCancels \w+ \d+/);
  if (hasJavaScript()) await expect(page).toHaveURL(/\/account$/);
  await expectAccessible(page);

  await openPortal(page);
  await page.getByRole("button", { name: "Keep plan" }).click();
  await page.getByRole("link", { name: /^Return to/ }).click();
  await expect(card).toContainText(/Your plan renews on \w+ \d+, \d{4}\. You’ll be charged \$12\.00/);
});

test("the button says that it is working and lands on the portal", async ({ page }) => {
  const button = await manageButton(page);
  // Playwright's own assertions wait for a pending navigation to end, so the page itself reports.
  const seen: string[] = [];
  const widths = [(await button.boundingBox())!.width];
  if (hasJavaScript()) {
    await page.exposeFunction("report", (state: string, width: number) => {
      seen.push(state);
      widths.push(width);
    });
    await button.evaluate((element) => {
      const { report } = window as unknown as { report: (state: string, width: number) => void };
      const state = () => `${(element as HTMLElement).innerText} ${element.getAttribute("aria-disabled")}`;
      new MutationObserver(() => report(state(), element.getBoundingClientRect().width)).observe(element, {
        attributes: true,
        characterData: true,
        subtree: true,
      });
    });
  }
  await fault({ ...SESSIONS, answer: { kind: "delay", ms: 1000 } });
  await button.click();
  await expect(page).toHaveURL(/\/p\/session\//);
  if (hasJavaScript()) expect(seen).toContain("Opening portal… true");
  if (hasJavaScript()) {
    expect(widths.length).toBeGreaterThan(1);
    expect(new Set(widths), "it keeps its width").toHaveProperty("size", 1);
  }
});

test("a double click makes one portal session", async ({ page }) => {
  const button = await manageButton(page);
  const before = await portalSessions();
  await fault({ ...SESSIONS, answer: { kind: "delay", ms: 2000 } });
  await button.dblclick();
  await expect(page).toHaveURL(/\/p\/session\//);
  expect(await portalSessions()).toBe(before + 1);
});

test("two visits make two portal sessions", async ({ page }) => {
  const before = await portalSessions();
  await openPortal(page);
  const first = page.url();
  await page.goto("/account");
  // A second has to pass, or it is a double click.
  await expect(async () => {
    await page.goto("/account");
    await openPortal(page);
    expect(page.url()).not.toBe(first);
  }).toPass();
  expect(await portalSessions()).toBeGreaterThanOrEqual(before + 2);
});

test("back from the portal the button is ready again", async ({ page }) => {
  await openPortal(page);
  await page.goBack();
  await expect(page).toHaveURL(/\/account/);
  const button = await manageButton(page);
  await expect(button).not.toHaveAttribute("aria-disabled");
  await openPortal(page);
});

test("a busy button cannot be pressed, and a page restored as it was left has it ready", async ({ page }) => {
  test.skip(!hasJavaScript(), "without JavaScript the button has no state to restore");
  const button = await manageButton(page);
  // The page stays, as it does in the browser's memory while somebody is on the portal.
  await page.evaluate(() => {
    const counts = window as unknown as { submits: number };
    counts.submits = 0;
    document.addEventListener("submit", (event) => {
      counts.submits += 1;
      event.preventDefault();
    });
  });
  await button.click();
  const busy = page.getByRole("button", { name: "Opening portal…" });
  await expect(busy).toHaveAttribute("aria-disabled", "true");
  await busy.click({ force: true });
  await busy.press("Enter");
  const submits = () => page.evaluate(() => (window as unknown as { submits: number }).submits);
  expect(await submits()).toBe(1);
  await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
  await expect(button).not.toHaveAttribute("aria-disabled");
  await button.click();
  expect(await submits()).toBe(2);
});

for (const [what, answer, words] of [
  ["is down", { kind: "error", status: 500 }, "We can’t reach the billing portal"],
  ["answers nonsense", { kind: "html", status: 502 }, "We can’t reach the billing portal"],
  ["refuses the key", { kind: "error", status: 401 }, "Billing isn’t set up yet"],
  ["has no portal configured", { kind: "error", status: 400, error: NOT_CONFIGURED }, "Billing isn’t set up yet"],
] as const) {
  test(`when Stripe ${what} the page says so and the button is ready`, async ({ page }) => {
    await manageButton(page);
    await fault({ ...SESSIONS, calls: 20, answer });
    await page.getByRole("button", { name: "Manage Subscription" }).click();
    const alert = page.getByRole("alert");
    await expect(alert).toContainText(words);
    await expectAccessible(page);
    await clearFaults();
    await openPortal(page);
  });
}

test("links lead straight to where one wants to go, and back", async ({ page }) => {
  await page.getByRole("button", { name: "Update payment method" }).click();
  await expect(page).toHaveURL(/\/p\/session\/.*payment/);
  await page.goto("/account");
  await page.getByRole("button", { name: "Cancel plan" }).click();
  await expect(page).toHaveURL(/\/p\/session\/.*cancel/);
  await page.getByRole("button", { name: "Cancel plan" }).click();
  await expect(page).toHaveURL(/\/account(\?from=portal)?$/);
  const card = page.getByRole("region", { name: "Subscription" });
  await expect(card).toContainText("Your plan is canceled and ends on");
  await expect(page.getByRole("button", { name: "Cancel plan" })).toHaveCount(0);
  await page.getByRole("button", { name: "Keep plan" }).click();
  await expect(page.getByRole("status").first()).toContainText("Your plan continues.");
  await expect(card).toContainText("Your plan renews on");
});

test("a plan is changed by way of the prices", async ({ page }) => {
  await page.getByRole("link", { name: "Change plan" }).click();
  await page.getByRole("button", { name: "Switch to Team" }).click();
  await expect(page).toHaveURL(/\/p\/session\//);
  await page.getByRole("button", { name: /Confirm/ }).click();
  await expectOnAccountPage(page, /Current PlanTeam/);
  await page.goto("/pricing");
  await page.getByRole("button", { name: "Switch to Pro" }).click();
  await page.getByRole("button", { name: /Confirm/ }).click();
  await expectOnAccountPage(page, /Current PlanPro/);
});

test("it all works from the keyboard", async ({ page, browserName }) => {
  await manageButton(page);
  await page.locator("body").press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("#main")).toBeFocused();
  for (const [role, name] of [
    ["button", "Manage Subscription"],
    ["link", "Change plan"],
    ["button", "Pause plan"],
    ["button", "Cancel plan"],
    ["link", "Compare plans"],
    ["button", "Update payment method"],
  ] as const) {
    await page.keyboard.press("Tab");
    await expect(page.getByRole(role, { name })).toBeFocused();
  }
  await page.getByRole("button", { name: "Manage Subscription" }).focus();
  await page.keyboard.press("Enter");
  await expect(page, browserName).toHaveURL(/\/p\/session\//);
});

test("with Stripe down the pages tell what is known, and catch up by themselves", async ({ page }) => {
  await fault({ path: "/v1/*", calls: 1000, answer: { kind: "error", status: 500 } });
  await page.goto("/pricing");
  await expect(page.getByRole("heading", { name: "Pro" })).toBeVisible();
  await page.goto("/account?from=portal");
  const card = page.getByRole("region", { name: "Subscription" });
  await expect(page.locator("#updating")).toContainText("Your latest change isn’t showing yet.");
  await expect(card).toContainText("Your plan renews on");
  await expectAccessible(page);
  await clearFaults();
  // Nobody presses anything: the page looks again.
  await expect(page.locator("#updating")).toHaveCount(0);
  await expect(card).toContainText("Your plan renews on");
});
