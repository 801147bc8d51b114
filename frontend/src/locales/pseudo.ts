const LETTERS: Readonly<Record<string, string>> = {
  a: "á", b: "ƀ", c: "ç", d: "đ", e: "é", f: "ƒ", g: "ğ", h: "ĥ", i: "í", j: "ĵ", k: "ķ", l: "ļ", m: "ɱ", n: "ñ", o: "ó",
  p: "þ", q: "ǫ", r: "ŕ", s: "š", t: "ţ", u: "ú", v: "ṽ", w: "ŵ", x: "ẋ", y: "ý", z: "ž",
};

/**
 * The texts with an accent on each letter, between brackets and longer by a third, as German often is. What stays plain
 * on a page is not translated, and what lacks a bracket is cut off. Values in braces and plural forms stay what they are.
 */
export function pseudo<Texts>(texts: Texts): Texts {
  if (typeof texts === "string") return texts.split(" | ").map(strange).join(" | ") as Texts;
  if (Array.isArray(texts)) return texts.map(pseudo) as Texts;
  return Object.fromEntries(Object.entries(texts as object).map(([key, value]) => [key, pseudo(value)])) as Texts;
}

function strange(text: string): string {
  const accented = text
    .split(/(\{[^}]*\})/)
    .map((part) => (part.startsWith("{") ? part : part.replace(/[a-z]/gi, accent)))
    .join("");
  return `[${accented}${" ~".repeat(Math.ceil(text.length / 6))}]`;
}

function accent(letter: string): string {
  const strange = LETTERS[letter.toLowerCase()] ?? letter;
  return letter === letter.toLowerCase() ? strange : strange.toUpperCase();
}
