import type { Formats } from "../../format";
import { plainText } from "../../fields/wording";
import type { EntryField, LinkedEdge, LinkedList } from "../../model";

/** How one field differs, in pieces that can be set: what is gone, what came. */
export interface DifferenceWords {
  /** Struck through. */
  gone: string;
  came: string;
  /** Only added or only taken away: a sign instead of an arrow. */
  sign: "+" | "−" | "→";
}

/** How much of a long text is shown around what changed, in characters. */
const AROUND = 60;

/** What a field held before and after, as short as can be said. */
export function differenceWords(field: EntryField, before: unknown, after: unknown, formats: Formats, words: { yes: string; no: string }): DifferenceWords[] {
  if (field.list && field.kind === "LINK") return linkWords(field, before as LinkedList | null, after as LinkedList | null, formats);
  const [was, is] = [plainText(field, before, formats, words), plainText(field, after, formats, words)];
  if (field.type === "String" && !field.list && was !== "" && is !== "") return [textWords(was, is)];
  if (was === "" || is === "") return [{ gone: was, came: is, sign: was === "" ? "+" : "−" }];
  return [{ gone: was, came: is, sign: "→" }];
}

/** Of a text only what was put in or taken out, with whole words. */
export function textWords(was: string, is: string): DifferenceWords {
  const start = commonStart(was, is);
  const end = commonEnd(was.slice(start), is.slice(start));
  const gone = was.slice(start, was.length - end).trim();
  const came = is.slice(start, is.length - end).trim();
  const short = (text: string): string => (text.length > AROUND * 2 ? `${text.slice(0, AROUND * 2)}…` : text);
  if (gone === "") return { gone: "", came: `“${short(came)}”`, sign: "+" };
  if (came === "") return { gone: `“${short(gone)}”`, came: "", sign: "−" };
  return { gone: short(gone), came: short(came), sign: "→" };
}

function linkWords(field: EntryField, before: LinkedList | null, after: LinkedList | null, formats: Formats): DifferenceWords[] {
  const was = new Map((before?.edges ?? []).map((edge) => [edge.node.id, edge]));
  const is = new Map((after?.edges ?? []).map((edge) => [edge.node.id, edge]));
  const say = (edge: LinkedEdge): string => [edge.node.title, carriedText(field, edge, formats)].filter((text) => text !== "").join(", ");
  const came = [...is.values()].filter((edge) => !was.has(edge.node.id)).map((edge): DifferenceWords => ({ gone: "", came: say(edge), sign: "+" }));
  const gone = [...was.values()].filter((edge) => !is.has(edge.node.id)).map((edge): DifferenceWords => ({ gone: say(edge), came: "", sign: "−" }));
  const other = [...is.values()].flatMap((edge): DifferenceWords[] => {
    const old = was.get(edge.node.id);
    return old && say(old) !== say(edge) ? [{ gone: say(old), came: say(edge), sign: "→" }] : [];
  });
  return [...came, ...gone, ...other];
}

/** What a link carries; a yes is told by the name of what it says yes to. */
function carriedText(field: EntryField, edge: LinkedEdge, formats: Formats): string {
  return (field.fields ?? []).map((part) => plainText(part, edge.props?.[part.name], formats, { yes: part.label, no: "" })).filter((text) => text !== "").join(", ");
}

/** Up to the last blank before the first difference. */
function commonStart(one: string, other: string): number {
  let at = 0;
  while (at < one.length && at < other.length && one[at] === other[at]) at += 1;
  if (at === one.length || at === other.length) return at;
  return one.lastIndexOf(" ", at - 1) + 1;
}

function commonEnd(one: string, other: string): number {
  let length = 0;
  while (length < one.length && length < other.length && one.at(-1 - length) === other.at(-1 - length)) length += 1;
  if (length === one.length || length === other.length) return length;
  const blank = one.indexOf(" ", one.length - length);
  return blank < 0 ? 0 : one.length - blank;
}
