import type { Draft, ObjectDraft } from "../../../fields/drafts";
import { draftOf } from "../../../fields/filling";
import type { Problem } from "../../../fields/rules";
import type { EntryField, EntryRow, EntryType, Model } from "../../../model";
import { buildCreate, buildPatch } from "../../../writes/inputs";
import { textDraft, type TextContext } from "./textDraft";

/** A cell of the block, and what is wrong with it. */
export interface PastedCell {
  field: EntryField | null;
  text: string;
  /** The key of a text in the locale files, or the problem that the form would tell. */
  problem: Problem | null;
}

/** A row of the block with the write that it makes. */
export interface PastedRow {
  cells: PastedCell[];
  /** The row that it changes; null when it makes a new one. */
  target: EntryRow | null;
  input: Record<string, unknown>;
}

export interface PastePlan {
  fields: (EntryField | null)[];
  rows: PastedRow[];
  problems: number;
}

export interface PasteOptions {
  type: EntryType;
  model: Model;
  /** The columns from the one that the block was pasted at. */
  columns: readonly EntryField[];
  /** The rows from the one that the block was pasted at; none makes new entries of all. */
  targets: readonly EntryRow[];
  newId: () => string;
  context: TextContext;
}

/** The fields that the first line of a block names; null when it names none, and is a line like the others. */
export function headOf(line: readonly string[], type: EntryType): (EntryField | null)[] | null {
  const fields = line.map((text) => type.fields.find(({ name, label }) => [name, label].some((known) => known.toLowerCase() === text.trim().toLowerCase())) ?? null);
  const named = fields.filter((field) => field !== null).length;
  return named > 0 && named >= line.filter((text) => text.trim() !== "").length / 2 ? fields : null;
}

/** What a block becomes: changes of the rows it was pasted over, or new entries. */
export function planPaste(block: readonly string[][], options: PasteOptions): PastePlan {
  const head = headOf(block[0] ?? [], options.type);
  const width = Math.max(...block.map((line) => line.length));
  const fields = head ?? Array.from({ length: width }, (_, index) => options.columns[index] ?? null);
  const lines = head ? block.slice(1) : block;
  const rows = lines.filter((line) => line.some((text) => text.trim() !== "")).map((line, index) => planRow(line, fields, options.targets[index] ?? null, options));
  return { fields, rows, problems: rows.reduce((sum, row) => sum + row.cells.filter((cell) => cell.problem).length, 0) };
}

function planRow(line: readonly string[], fields: readonly (EntryField | null)[], target: EntryRow | null, options: PasteOptions): PastedRow {
  const drafts: ObjectDraft = {};
  const cells = fields.map((field, index): PastedCell => {
    const text = line[index] ?? "";
    if (!field || (target === null && text.trim() === "")) return { field, text, problem: null };
    if (!isPasteable(field)) return { field, text, problem: { key: "notPasted", path: [] } };
    const draft: Draft | undefined = textDraft(field, text, options.context);
    if (draft === undefined) return { field, text, problem: { key: "unread", path: [] } };
    drafts[field.name] = draft;
    return { field, text, problem: null };
  });
  const context = { model: options.model, now: options.context.clock.now };
  const built = target ? buildPatch(options.type, baseOf(target, options.type), drafts, context) : buildCreate(options.type, drafts, context, options.newId());
  for (const problem of built.problems) {
    const at = cells.findIndex(({ field }) => field?.name === problem.path[0]);
    // What is missing altogether is told at the row's first cell.
    const cell = cells[Math.max(0, at)];
    if (cell && !cell.problem) cell.problem = problem;
  }
  return { cells, target, input: built.input };
}

function baseOf(row: EntryRow, type: EntryType): ObjectDraft {
  return Object.fromEntries(type.fields.filter((field) => row[field.name] !== undefined && !field.list).map((field) => [field.name, draftOf(field, row[field.name])]));
}

export function isPasteable(field: EntryField): boolean {
  return field.writable && !field.computed && field.kind !== "INVERSE" && field.kind !== "OBJECT" && !(field.list && field.kind === "LINK");
}
