// Changing one's password, as a person does it.
import { PASSWORD, newEmail, signIn } from "./support/site";
import { expect, expectAccessible, test } from "./support/test";

test("another password, and what is wrong with one", async ({ page }) => {
  const email = newEmail();
  await page.goto("/signup");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign up" }).click();
  await page.getByRole("link", { name: "Sign-in and security" }).click();
  await page.getByRole("link", { name: "Change password" }).click();
  await expect(page).toHaveURL(/\/account\/password$/);
  await expectAccessible(page);

  const change = async (current: string, next: string) => {
    await page.getByLabel("Current password").fill(current);
    await page.getByLabel("New password").fill(next);
    await page.getByRole("button", { name: "Change password" }).click();
  };
  await change("not-the-password", "copper-window-tide");
  await expect(page.getByLabel("Current password")).toHaveAccessibleDescription(/isn’t your current password/);
  await expectAccessible(page);
  await change(PASSWORD, "Summer2026!");
  await expect(page.getByLabel("New password")).toHaveAccessibleDescription(/easy to guess/);
  await change(PASSWORD, "copper-window-tide");
  await expect(page.getByRole("status")).toContainText("Your password was changed.");
  await expectAccessible(page);

  await page.getByRole("button", { name: "Sign out" }).click();
  await signIn(page, { email, password: "copper-window-tide" });
});
