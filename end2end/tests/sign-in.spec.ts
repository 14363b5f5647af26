// Signing up, in and out, as a person does it.
import { DEMO, PASSWORD, newEmail, signIn } from "./support/site";
import { expect, expectAccessible, test } from "./support/test";

test("sign up, sign out, sign in", async ({ page }) => {
  const email = newEmail();
  await page.goto("/signup");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign up" }).click();
  await expect(page).toHaveURL(/\/account$/);
  await expect(page.getByText(`Signed in as ${email}`)).toBeVisible();
  await expect(page.getByRole("region", { name: "Subscription" })).toContainText("FreeStatusN/A");
  await expectAccessible(page);
  await page.getByRole("link", { name: "View Plans" }).click();
  await expect(page).toHaveURL(/\/pricing$/);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
  await signIn(page, { email, password: PASSWORD });
});

test("going somewhere signed out leads there after signing in", async ({ page }) => {
  await page.goto("/account?from=mail");
  await expect(page).toHaveURL(/\/login\?next=/);
  await page.getByLabel("Email").fill(DEMO.email);
  await page.getByLabel("Password").fill(DEMO.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/account\?from=mail$/);
});

test("a mistake is said beside the form and the address is kept", async ({ page }) => {
  await page.goto("/login");
  await page.getByLabel("Email").fill("nobody@example.com");
  await page.getByLabel("Password").fill("not-the-password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert")).toContainText("Wrong email or password.");
  await expect(page.getByLabel("Email")).toHaveValue("nobody@example.com");
  await expect(page.getByLabel("Password")).toHaveValue("");
  await expectAccessible(page);
});

test("a weak password is explained at its field", async ({ page }) => {
  await page.goto("/signup");
  await page.getByLabel("Email").fill(newEmail());
  await page.getByLabel("Password").fill("password1");
  await page.getByRole("button", { name: "Sign up" }).click();
  await expect(page.getByLabel("Password")).toHaveAccessibleDescription(/easy to guess/);
  await expectAccessible(page);
});

test("the login page of the demo says how to get in", async ({ page }) => {
  await page.goto("/login");
  await expect(page.getByText("In this demo, sign in as")).toContainText(DEMO.email);
});
