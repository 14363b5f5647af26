// From the company's product into the site, and back.
import { handOver, newKey, startProduct, type Example } from "./support/product";
import { PRODUCTS } from "./support/addresses";
import { newEmail, signIn } from "./support/site";
import { expect, expectAccessible, test } from "./support/test";

let key: string;
test.beforeAll(() => {
  key = newKey();
});

let number = 0;
/** A hand-over of somebody whom nobody knows yet. */
function somebody(change: object = {}) {
  const id = `${process.pid}-${Date.now()}-${number++}`;
  return {
    account: { external_id: `team-${id}`, name: `Team ${id}` },
    user: { external_id: `user-${id}`, email: newEmail(), email_verified: true },
    role: "owner",
    to: "account",
    ...change,
  };
}

test.describe("a product", () => {
  for (const example of ["express", "flask", "axum"] as Example[]) {
    test(`one click leads from the ${example} product to the account page, and one back`, async ({ page }) => {
      const product = await startProduct(example, key);
      test.skip(!product, `SKIPPED: ${example} is not installed here`);
      try {
        await page.goto(product!.url);
        await page.getByRole("link", { name: "Billing" }).click();
        await expect(page).toHaveURL(/\/account$/);
        await expect(page.getByText("Signed in as")).toBeVisible();
        await expectAccessible(page);
        await page.getByRole("link", { name: /Back to 127\.0\.0\.1/ }).click();
        await expect(page.getByRole("heading", { name: "Product" })).toBeVisible();
        // Once more, with the session that is there.
        await page.getByRole("link", { name: "Billing" }).click();
        await expect(page).toHaveURL(/\/account$/);
      } finally {
        product!.process.kill();
      }
    });
  }
});

test.describe("a link that was used", () => {
  // The browser complains about the status of the page itself.
  test.use({ expectedComplaints: [/status of 410/] });

  test("says so, and leads back to the product", async ({ page }) => {
    const back = `${PRODUCTS.express}/settings`;
    const link = await handOver(key, somebody({ return_url: back }));
    await page.goto(link);
    await expect(page).toHaveURL(/\/account$/);
    await page.goto(link);
    await expect(page.getByRole("heading", { name: "This link has expired" })).toBeVisible();
    await expect(page.getByRole("main").getByRole("link", { name: /Back to/ })).toHaveAttribute("href", back);
    await expectAccessible(page);
    await page.getByRole("link", { name: "Go to your account" }).click();
    await expect(page).toHaveURL(/\/account$/);
  });
});

test("a program that previews the link does not use it up", async ({ page, request }) => {
  const ask = somebody();
  const link = await handOver(key, ask);
  for (const method of ["HEAD", "GET"]) {
    const answer = await request.fetch(link, { method, maxRedirects: 0 });
    expect(answer.status()).toBe(200);
    expect(await answer.text()).not.toContain(ask.user.email);
  }
  await page.goto(link);
  await expect(page.getByText(`Signed in as ${ask.user.email}`)).toBeVisible();
});

test("who is signed in as somebody else is asked first", async ({ page }) => {
  await signIn(page);
  const ask = somebody();
  const link = await handOver(key, ask);
  await page.goto(link);
  await expect(page.getByText(`You’re signed in as demo@example.com. Continue as ${ask.user.email}?`)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Stay signed in as demo@example.com" }).click();
  await expect(page.getByText("Signed in as demo@example.com")).toBeVisible();
  await page.goto(link);
  await page.getByRole("button", { name: `Continue as ${ask.user.email}` }).click();
  await expect(page).toHaveURL(/\/account$/);
  await expect(page.getByText(`Signed in as ${ask.user.email}`)).toBeVisible();
});

test("a member of two accounts switches between them", async ({ page }) => {
  const first = somebody();
  const second = { ...first, account: somebody().account };
  await page.goto(await handOver(key, first));
  await page.goto(await handOver(key, second));
  await expect(page.getByText(second.account.name)).toBeVisible();
  await page.getByRole("link", { name: "Switch account" }).click();
  await expectAccessible(page);
  await page.getByRole("button", { name: first.account.name }).click();
  await expect(page).toHaveURL(/\/account$/);
  await expect(page.getByText(first.account.name)).toBeVisible();
});

test("each role sees what it may, and an owner changes roles", async ({ page }) => {
  const owner = somebody();
  const other = { ...owner, user: somebody().user };
  const members = page.getByRole("main");
  for (const role of ["viewer", "billing"]) {
    await page.goto(await handOver(key, { ...other, role }));
    await page.goto("/account/members");
    await expect(page.getByText("Only an owner")).toBeVisible();
    await expect(members.getByRole("button")).toHaveCount(0);
  }
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.goto(await handOver(key, owner));
  await page.goto("/account/members");
  const role = page.getByRole("combobox", { name: `Role of ${other.user.email}` });
  await expect(role).toHaveValue("billing");
  await expectAccessible(page);
  await role.selectOption("viewer");
  await members.getByRole("listitem").filter({ has: role }).getByRole("button").first().click();
  await expect(page).toHaveURL(/\/account\/members$/);
  await expect(role).toHaveValue("viewer");
  await page.getByRole("button", { name: `Remove ${other.user.email}` }).click();
  await expect(role).toHaveCount(0);
});
