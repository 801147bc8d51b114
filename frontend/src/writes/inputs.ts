import { isEmptyDraft, sameDraft, sameEnds, sameProps, type Draft, type LinkDraft, type ObjectDraft } from "../fields/drafts";
import { isShown, joined, readDraft, readObject, within, type Input, type Reading } from "../fields/reading";
import type { Problem } from "../fields/rules";
import { readValidity } from "../fields/validity";
import type { EntryField, EntryType, Model } from "../model";

/** Where a part of the input stands among the drafts: `food.link.0` may be the third draft of `food`. */
export type Places = ReadonlyMap<string, readonly string[]>;

/** What a form makes of its drafts. With problems nothing is to be sent. */
export interface Built {
  input: { [name: string]: Input | undefined };
  problems: Problem[];
  warnings: Problem[];
  places: Places;
}

export interface BuildContext {
  model: Model;
  now: Date;
}

/** The input that creates a record from its drafts. Fields without a draft and hidden ones are left out. */
export function buildCreate(type: EntryType, drafts: ObjectDraft, context: BuildContext, id?: string): Built {
  const fields = editableFields(type);
  const shown = fields.filter((field) => isShown(field, drafts, fields));
  const parts = shown.map((field) => buildField(field, drafts[field.name], undefined, { ...context, siblings: drafts, fields }));
  const built = collect(shown, parts, (field, input) => !(input === null && (drafts[field.name] === undefined || field.required)));
  return id === undefined ? built : { ...built, input: { id, ...built.input } };
}

/** The patch that makes of what was answered what the drafts say: changed fields only, lists of links as operations. */
export function buildPatch(type: EntryType, base: ObjectDraft, drafts: ObjectDraft, context: BuildContext): Built {
  const fields = editableFields(type);
  const after = { ...base, ...drafts };
  const changed = changedFields(type, base, drafts).filter((field) => isShown(field, after, fields));
  const parts = changed.map((field) => buildField(field, drafts[field.name], base[field.name], { ...context, siblings: after, fields }));
  const built = collect(changed, parts, () => true);
  const touched = new Set(changed.map((field) => field.name));
  // A time that did not change may now lie before the one that did.
  const dependent = fields.filter((field) => !touched.has(field.name) && touched.has(field.time?.notBefore ?? ""));
  const order = dependent.flatMap((field) => within(field.name, readDraft(field, after[field.name], { now: context.now, siblings: after, fields })).problems);
  return { ...built, problems: [...built.problems, ...order.filter((problem) => problem.key === "beforeOther" || problem.key === "tooLongAfter")] };
}

/** The fields whose drafts say something else than what was answered. */
export function changedFields(type: EntryType, base: ObjectDraft, drafts: ObjectDraft): EntryField[] {
  return editableFields(type).filter((field) => field.name in drafts && !sameDraft(field, base[field.name], drafts[field.name]));
}

/** The fields that a form edits. Lists that links of other entries give are edited there. */
export function editableFields(type: EntryType): EntryField[] {
  return type.fields.filter((field) => field.writable && !field.computed && field.kind !== "INVERSE");
}

interface FieldContext extends BuildContext {
  siblings: ObjectDraft;
  fields: readonly EntryField[];
}

/** One field's part of the input, and where its links stand among the drafts. */
interface Part extends Reading {
  places: [string, string[]][];
}

function buildField(field: EntryField, draft: Draft | undefined, base: Draft | undefined, context: FieldContext): Part {
  if (field.kind !== "LINK") return { ...readDraft(field, draft, context), places: [] };
  if (field.list) return buildMany(field, (draft ?? []) as LinkDraft[], (base ?? []) as LinkDraft[], context);
  return buildOne(field, draft as LinkDraft | null | undefined, base, context);
}

function buildOne(field: EntryField, draft: LinkDraft | null | undefined, base: Draft | undefined, context: FieldContext): Part {
  if (isEmptyDraft(field, draft)) {
    const reading = readDraft(field, draft, context);
    return { ...reading, input: base ? { unlink: true } : null, places: [] };
  }
  if (!draft?.create) return { input: { link: draft?.id ?? null }, problems: [], warnings: [], places: [] };
  const created = createTarget(field, draft, context);
  return { ...within("create", { ...created, input: null }), input: { create: created.input }, places: prefixed(created.places, ["create"], ["create"]) };
}

/** The operations that make one list of links of another. A link whose entry is not among the drafts any more goes. */
function buildMany(field: EntryField, drafts: readonly LinkDraft[], base: readonly LinkDraft[], context: FieldContext): Part {
  const known = new Map(base.map((link) => [link.id, link]));
  const kept = new Set(drafts.map((draft) => draft.id));
  const operations: Operations = { link: [], create: [], update: [] };
  const places: [string, string[]][] = [];
  const readings = drafts.flatMap((draft, position) => {
    const old = known.get(draft.id);
    if (old && sameProps(field, old, draft) && sameEnds(old, draft)) return [];
    const operation = old ? "update" : draft.create ? "create" : "link";
    const place = [operation, String(operations[operation].length)];
    const props = field.link?.props && draft.props ? readObject(field.fields ?? [], draft.props, context.now) : null;
    const validity = readValidity(field.link?.props ? draft.validity : undefined, old?.validity, context.now);
    const created = operation === "create" ? createTarget(field, draft, context) : null;
    places.push([place.join("."), [String(position)]]);
    if (created) places.push(...prefixed(created.places, field.link?.props ? [...place, "entry"] : place, [String(position), "create"]));
    operations[operation].push(operand(field, draft, { ...(props ? { props: props.input } : {}), ...(validity.input as Record<string, Input>) }, created?.input));
    return [
      within(String(position), within("validity", { ...validity, input: null })),
      ...(props ? [within(String(position), within("props", props))] : []),
      ...(created ? [within(String(position), within("create", { ...created, input: null }))] : []),
    ];
  });
  const unlink = base.filter((link) => !kept.has(link.id)).map((link) => link.id);
  return { ...joined(readings, () => compact({ ...operations, unlink })), places };
}

type Operations = Record<"link" | "create" | "update", Input[]>;

/** One link as its operation takes it: entries without properties are created as they are, others in an envelope. */
function operand(field: EntryField, draft: LinkDraft, carried: Record<string, Input>, created: Input | undefined): Input {
  if (created === undefined) return { id: draft.id, ...carried };
  return field.link?.props ? { entry: created, ...carried } : created;
}

function createTarget(field: EntryField, draft: LinkDraft, context: FieldContext): Built {
  const target = context.model.byName(draft.type) ?? context.model.target(field);
  if (!target) throw new Error(`${field.name} leads to ${draft.type}, which is no record type`);
  return buildCreate(target, draft.create ?? {}, context, draft.id);
}

/** Operations without anything to do are left out; null when there are none at all. */
function compact(operations: Record<string, Input[]>): Input {
  const some = Object.entries(operations).filter(([, list]) => list.length > 0);
  return some.length === 0 ? null : Object.fromEntries(some);
}

function prefixed(places: Places, input: string[], drafts: string[]): [string, string[]][] {
  const own: [string, string[]] = [input.join("."), drafts];
  return [own, ...[...places].map(([path, place]): [string, string[]] => [`${input.join(".")}.${path}`, [...drafts, ...place]])];
}

function collect(fields: readonly EntryField[], parts: readonly Part[], isSent: (field: EntryField, input: Input) => boolean): Built {
  const moved = parts.map((part, position) => within(fields[position]?.name ?? "", part));
  const inputs = fields.flatMap((field, position): [string, Input][] => {
    const input = parts[position]?.input ?? null;
    return isSent(field, input) && !(field.kind === "LINK" && input === null) ? [[field.name, input]] : [];
  });
  const places = fields.flatMap((field, position) =>
    (parts[position]?.places ?? []).map(([path, place]): [string, string[]] => [`${field.name}.${path}`, [field.name, ...place]]),
  );
  return {
    input: Object.fromEntries(inputs),
    problems: moved.flatMap((reading) => reading.problems),
    warnings: moved.flatMap((reading) => reading.warnings),
    places: new Map(places),
  };
}
