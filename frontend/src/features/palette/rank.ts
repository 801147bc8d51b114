import uFuzzy from "@leeoniya/ufuzzy";

/** What can be found by typing. */
export interface Findable {
  /** Shown, and marked where it fits. */
  label: string;
  /** Other words that it is found by. */
  words?: string;
}

/** Something found, and which parts of its label were typed: `[from, to, from, to, …]`. */
export interface Found<Item extends Findable> {
  item: Item;
  marks: readonly number[];
}

/** Typed words are found in any order, at any place, in any script; letters may be left out between those typed. */
const search = new uFuzzy({
  unicode: true,
  interSplit: "[^\\p{L}\\d']+",
  intraSplit: "\\p{Ll}\\p{Lu}",
  intraBound: "\\p{L}\\d|\\d\\p{L}|\\p{Ll}\\p{Lu}",
  intraChars: "[\\p{L}\\d']",
  intraContr: "'\\p{L}{1,2}\\b",
  intraIns: 1,
});

/** At most so many typed words are tried in other orders. */
const WORDS = 3;

/** The items that fit what was typed, best first; all as they come when nothing was. */
export function rank<Item extends Findable>(items: readonly Item[], typed: string): Found<Item>[] {
  const needle = uFuzzy.latinize(typed.trim());
  if (needle === "") return items.map((item) => ({ item, marks: [] }));
  const texts = items.map(textOf);
  const [found, info, order] = search.search(texts, needle, WORDS, items.length);
  if (!found) return [];
  if (!info) return found.flatMap((index) => foundAt(items, index, []));
  return order.flatMap((place) => foundAt(items, info.idx[place], info.ranges[place] ?? []));
}

/** What an item is found by, without accents; the same for each key that is typed. */
const texts = new WeakMap<Findable, string>();

function textOf(item: Findable): string {
  const known = texts.get(item);
  if (known !== undefined) return known;
  const text = uFuzzy.latinize(item.words ? `${item.label} ${item.words}` : item.label);
  texts.set(item, text);
  return text;
}

function foundAt<Item extends Findable>(items: readonly Item[], index: number | undefined, ranges: readonly number[]): Found<Item>[] {
  const item = index === undefined ? undefined : items[index];
  return item ? [{ item, marks: within(ranges, item.label.length) }] : [];
}

/** Only what lies in the label. */
function within(ranges: readonly number[], length: number): number[] {
  const kept: number[] = [];
  for (let place = 0; place < ranges.length; place += 2) {
    const [from = 0, to = 0] = ranges.slice(place, place + 2);
    if (from < length) kept.push(from, Math.min(to, length));
  }
  return kept;
}

/** Whether it begins with just what was typed; everything does not begin with nothing. */
export function beginsWith(label: string, typed: string): boolean {
  const needle = uFuzzy.latinize(typed.trim()).toLowerCase();
  return needle !== "" && uFuzzy.latinize(label).toLowerCase().startsWith(needle);
}

/** The label in turns: what is not marked, what is, what is not … */
export function pieces(label: string, marks: readonly number[]): string[] {
  const cuts = [0, ...marks, label.length];
  return cuts.slice(1).map((end, place) => label.slice(cuts[place], end));
}
