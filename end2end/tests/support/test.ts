// The `test` that every spec uses: it fails on anything the browser complains about.
import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";

type Fixtures = {
  /** What a test expects the console to complain about; everything else fails it. */
  expectedComplaints: RegExp[];
  quietConsole: void;
};

export const test = base.extend<Fixtures>({
  expectedComplaints: [[], { option: true }],
  quietConsole: [
    async ({ page, expectedComplaints }, use) => {
      const complaints: string[] = [];
      // Without JavaScript the browser fetches the code that the page names, and finds no use for it.
      const known = hasJavaScript() ? expectedComplaints : [...expectedComplaints, /preloaded using link preload/];
      page.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) complaints.push(message.text());
      });
      page.on("pageerror", (error) => complaints.push(String(error)));
      await use();
      const unexpected = complaints.filter((text) => !known.some((pattern) => pattern.test(text)));
      expect(unexpected, "nothing in the browser's console").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Whether this project runs with JavaScript. */
export const hasJavaScript = () => test.info().project.use.javaScriptEnabled !== false;

/** Fails if axe finds anything. axe is JavaScript: where that is off the page's HTML is the same. */
export async function expectAccessible(page: Page) {
  if (!hasJavaScript()) return;
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
}
