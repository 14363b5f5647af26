// What a test measures in the page: whether it fits, and how well it can be read.
import type { Page } from "@playwright/test";
import { expect } from "./test";

/** Nothing is wider than the window, and no text is cut off by its own box. */
export async function expectFits(page: Page, what: string) {
  const found = await page.evaluate(() => {
    const root = document.documentElement;
    const cut = [...document.body.querySelectorAll<HTMLElement>("*")].filter((element) => {
      const { overflowX, position } = getComputedStyle(element);
      // What is for screen readers only is one pixel large.
      const isHidden = position === "absolute" && element.clientWidth <= 1;
      return !isHidden && overflowX !== "visible" && overflowX !== "auto" && element.scrollWidth > element.clientWidth;
    });
    const beyond = [...document.body.querySelectorAll("*")].filter((element) => {
      const { left, right } = element.getBoundingClientRect();
      const ends = left + element.scrollLeft + Math.max(right - left, element.scrollWidth);
      return root.scrollWidth > root.clientWidth && (ends > root.clientWidth + 1 || left < -1);
    });
    const html = (elements: Element[]) => elements.map((element) => element.outerHTML.slice(0, 120));
    return { over: root.scrollWidth - root.clientWidth, beyond: html(beyond), cut: html(cut) };
  });
  expect(found, what).toEqual({ over: 0, beyond: [], cut: [] });
}

/** The contrasts that WCAG 2.2 asks for and the page lacks: 1.4.3 for text, 1.4.11 for what a button is told by. */
export async function faintParts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    type Color = [number, number, number, number];
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 1;
    const context = canvas.getContext("2d", { willReadFrequently: true })!;
    const read = (color: string): Color => {
      context.clearRect(0, 0, 1, 1);
      context.fillStyle = color;
      context.fillRect(0, 0, 1, 1);
      const [r = 0, g = 0, b = 0, a = 0] = context.getImageData(0, 0, 1, 1).data;
      return [r, g, b, a / 255];
    };
    const luminance = (color: Color) => {
      const [r = 0, g = 0, b = 0] = color.slice(0, 3).map((channel) => {
        const value = channel / 255;
        return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (one: Color, other: Color) => {
      const [first, second] = [luminance(one), luminance(other)];
      return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
    };
    /** The color behind the element; our grounds are opaque or absent. */
    const ground = (element: Element | null): Color => {
      for (let at = element; at; at = at.parentElement) {
        const color = read(getComputedStyle(at).backgroundColor);
        if (color[3] > 0) return color;
      }
      return [255, 255, 255, 1];
    };
    const faint: string[] = [];
    const say = (element: Element, what: string, ratio: number) =>
      faint.push(`${what} ${ratio.toFixed(2)}: ${element.outerHTML.slice(0, 100)}`);
    const visible = (element: HTMLElement) => element.checkVisibility() && element.innerText?.trim();
    for (const element of document.querySelectorAll<HTMLElement>("a, button, .badge, h1, h2, p, dt, dd, label")) {
      if (!visible(element)) continue;
      const ratio = contrast(read(getComputedStyle(element).color), ground(element));
      if (ratio < 4.5) say(element, "text", ratio);
    }
    for (const element of document.querySelectorAll<HTMLElement>(".button, button")) {
      if (!visible(element)) continue;
      const style = getComputedStyle(element);
      const around = ground(element.parentElement);
      const own = contrast(ground(element), around);
      const border = style.borderTopStyle === "none" ? 1 : contrast(read(style.borderTopColor), around);
      // A link that is a button by its meaning only looks like a link.
      const isLink = read(style.backgroundColor)[3] === 0 && style.borderTopStyle === "none";
      if (!isLink && Math.max(own, border) < 3) say(element, "button", Math.max(own, border));
    }
    return faint;
  });
}
