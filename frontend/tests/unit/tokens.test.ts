import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const css = readFileSync(new URL("../../src/style/tokens.css", import.meta.url), "utf8");

/** The colours of one theme. */
function colours(selector: string): Record<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`));
  const rules = block.slice(0, block.indexOf("\n}"));
  return Object.fromEntries([...rules.matchAll(/--color-([\w-]+): (#[0-9a-f]{6});/g)].map((match) => [match[1], match[2]]));
}

/** Contrast as WCAG 2.2 defines it. */
function contrast(one: string | undefined, other: string | undefined): number {
  const [light, dark] = [luminance(one ?? ""), luminance(other ?? "")].sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

const backgrounds = ["bg", "surface", "selected"];
const themes = [
  ["light", colours(":root")],
  ["dark", colours(":root.dark")],
  ["night", colours(":root.night")],
] as const;

test.each(themes)("text can be read on every background of the %s theme", (_name, theme) => {
  for (const role of ["text", "muted", "primary", "link", "success", "warning", "danger"]) {
    for (const background of backgrounds) {
      expect(contrast(theme[role], theme[background]), `${role} on ${background}`).toBeGreaterThanOrEqual(4.5);
    }
  }
  expect(contrast(theme["on-primary"], theme["primary"])).toBeGreaterThanOrEqual(4.5);
});

test.each(themes)("controls stand out from every background of the %s theme", (_name, theme) => {
  for (const background of backgrounds) {
    expect(contrast(theme["control"], theme[background]), background).toBeGreaterThanOrEqual(3);
  }
});
