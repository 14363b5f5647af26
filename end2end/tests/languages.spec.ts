// English, German, French and Spanish: texts, dates and amounts are of the same language; and Arabic, from right to left.
import { expectFits } from "./support/measure";
import { choose, setScene, signIn } from "./support/site";
import { expect, expectAccessible, hasJavaScript, test } from "./support/test";

/** What the account page says of the demo's plan. */
const LANGUAGES = [
  {
    tag: "en-US",
    name: "English",
    heading: "Account Settings",
    renews: /^Your plan renews on [A-Z][a-z]+ \d{1,2}, \d{4}\. You’ll be charged \$12\.00\.$/,
    price: "$12.00 per month",
    manage: "Manage Subscription",
    opening: "Opening portal…",
    pricing: "Choose a plan",
  },
  {
    tag: "de",
    name: "Deutsch",
    heading: "Kontoeinstellungen",
    renews: /^Ihr Abonnement verlängert sich am \d{1,2}\. [A-ZÄ][a-zä]+ \d{4}\. Wir berechnen Ihnen dann 12,00\s\$\.$/,
    price: "12,00 $ pro Monat",
    manage: "Abonnement verwalten",
    opening: "Portal wird geöffnet …",
    pricing: "Plan wählen",
  },
  {
    tag: "fr",
    name: "Français",
    heading: "Paramètres du compte",
    renews: /le \d{1,2}(er)? [a-zéû]+ \d{4}.*12,00\s\$US/,
    price: "12,00 $US par mois",
    manage: "Gérer l’abonnement",
    opening: "Ouverture du portail…",
    pricing: "Choisir une offre",
  },
  {
    tag: "es",
    name: "Español",
    heading: "Configuración de la cuenta",
    renews: /el \d{1,2} de [a-z]+ de \d{4}.*12,00\s(US\$|USD)/,
    price: "12,00 US$ al mes",
    manage: "Gestionar suscripción",
    opening: "Abriendo el portal…",
    pricing: "Elegir un plan",
  },
];

for (const { tag, name, heading, renews, price, manage, opening, pricing } of LANGUAGES) {
  test(`${name}: chosen by a link, and kept`, async ({ page }) => {
    await signIn(page);
    await setScene(page, "active");
    await choose(page, name);
    await expect(page).toHaveURL(/\/account/);
    await expect(page.locator("html")).toHaveAttribute("lang", tag);
    await expect(page.locator("html")).toHaveAttribute("dir", "ltr");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(heading);
    const card = page.locator('section[aria-labelledby="subscription-1"]');
    await expect(card.locator(".next")).toHaveText(renews);
    await expect(card.locator("dd").first()).toContainText(price, { useInnerText: true });
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 900 });
      await expectFits(page, `${name} at ${width} px`);
      await expectAccessible(page);
    }
    const button = page.getByRole("button", { name: manage });
    await expect(button.locator(".busy")).toHaveText(opening);
    if (hasJavaScript()) await expect(button).toHaveAttribute("data-hydrated");
    await button.click();
    await expect(page).toHaveURL(/\/p\/session\//);
    await page.goto("/pricing");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(pricing);
  });

  test.describe(`${name}: as the browser asks`, () => {
    test.use({ locale: tag });

    test("without having chosen", async ({ page }) => {
      await page.goto("/pricing");
      await expect(page.locator("html")).toHaveAttribute("lang", tag);
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(pricing);
      await expectFits(page, name);
    });
  });
}

test("العربية: read from right to left", async ({ page }) => {
  await signIn(page);
  await setScene(page, "past_due");
  await choose(page, "العربية");
  await expect(page.locator("html")).toHaveAttribute("lang", "ar");
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  // The term begins at the right edge of the card, and what it says ends at the left one.
  const row = page.locator(".facts > div").first();
  const [term, value, whole] = await Promise.all([row.locator("dt"), row.locator("dd"), row].map((it) => it.boundingBox()));
  expect(term!.x).toBeGreaterThan(value!.x);
  expect(Math.abs(term!.x + term!.width - whole!.x - whole!.width)).toBeLessThan(2);
  for (const path of ["/account", "/pricing"]) {
    await page.goto(path);
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 900 });
      await expectFits(page, `${path} at ${width} px`);
      await expectAccessible(page);
    }
  }
});
