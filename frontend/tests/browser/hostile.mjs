import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Strings that try to become script, where the repository lies beside them; those of our own are always there. */
const FOLDER = fileURLToPath(new URL("../../../../shared/data/xss", import.meta.url));
const OWN = fileURLToPath(new URL("../../../tests/data/hostile.json", import.meta.url));

/** Texts that would do harm if a page took them for anything but text. */
export function hostileTexts() {
  const files = existsSync(FOLDER) ? readdirSync(FOLDER).map((name) => `${FOLDER}/${name}`) : [];
  const texts = [OWN, ...files].flatMap((file) => {
    const text = readFileSync(file, "utf8");
    if (file.endsWith(".json")) return JSON.parse(text).map((one) => (typeof one === "string" ? one : JSON.stringify(one)));
    return file.endsWith(".txt") ? text.split("\n") : [];
  });
  return [...new Set(texts.map((text) => text.replaceAll("\0", "").trim()).filter((text) => text !== ""))];
}

/** Runs in the page ahead of its own scripts: `ran` lists what a text did when it was run. */
export function watchScripts() {
  globalThis.ran = [];
  for (const name of ["alert", "prompt", "confirm"]) globalThis[name] = (text) => void globalThis.ran.push(String(text));
}

/** What of a page is there only because a text was taken for more: handlers, addresses that are scripts, foreign elements. */
export function findInjected(page) {
  return page.evaluate(() => {
    const found = globalThis.ran.map((text) => `ran: ${text}`);
    for (const element of document.querySelectorAll("*")) {
      for (const { name, value } of element.attributes) {
        if (/^on/i.test(name)) found.push(`${element.tagName} has ${name}`);
        if (/^(href|src|action|formaction)$/i.test(name) && /^\s*(javascript|data:text)/i.test(value)) found.push(`${element.tagName} ${name}=${value}`);
      }
    }
    for (const element of document.body.querySelectorAll("script, iframe, object, embed, base, meta, link, form[action*='evil'], img[src*='evil'], math")) found.push(`there is a ${element.tagName}: ${element.outerHTML.slice(0, 100)}`);
    return found;
  });
}
