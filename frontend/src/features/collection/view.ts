import type { LocationQuery, LocationQueryRaw } from "vue-router";
import type { Order, Where } from "../../documents";
import { fieldOf, isSeries, ownField, type EntryField, type EntryType } from "../../model";
import { ownFields } from "../../filter";
import { RANGE, type GroupState } from "./rows/groups";
import { hasRanges } from "./rows/ranges";

export interface ColumnState {
  field: string;
  /** In pixels; left out, by the kind of its values. */
  width?: number;
}

export interface SortKey {
  field: string;
  descending: boolean;
}

/** All that decides what a list shows. It stands in the address, and a saved view keeps the same. */
export interface ViewState {
  where: Where | null;
  sort: SortKey[];
  columns: ColumnState[];
  group: GroupState | null;
  /** The id of the saved view that it began with. */
  view: string | null;
}

/** Columns shown before anybody chose some. */
const AT_FIRST = 8;

/** Reads the address; what it leaves out is as the type suggests. What cannot be read is left out, and told. */
export function readView(address: LocationQuery, type: EntryType, kept: Readonly<Record<string, unknown>> = {}): { state: ViewState; wrong: string[] } {
  const wrong: string[] = [];
  // What a saved view keeps holds until the address says something else.
  const query: LocationQuery = { ...texts(kept), ...address };
  const where = readWhere(one(query["where"]), wrong);
  const names = listed(query["columns"]);
  const known = names.map(readColumn).filter(({ field }) => columnField(type, field));
  if (known.length < names.length) wrong.push("columns");
  const sort = listed(query["order"]).map(readSort).filter(({ field }) => columnField(type, field)?.sortable);
  return {
    state: {
      where,
      sort: sort.length ? sort : defaultSort(type),
      columns: known.length ? known : defaultColumns(type),
      group: query["group"] === undefined ? defaultGroup(type) : readGroup(one(query["group"]), type),
      view: one(query["view"]) || null,
    },
    wrong,
  };
}

/** The address of a view: only what differs from what the type suggests, or all of it. */
export function writeView(state: ViewState, type: EntryType, whole = false): LocationQueryRaw {
  const sort = state.sort.map(writeSort).join(",");
  const columns = state.columns.map(writeColumn).join(",");
  const group = state.group ? writeGroup(state.group) : "";
  return {
    ...(state.view ? { view: state.view } : {}),
    ...(whole || (state.where && Object.keys(state.where).length) ? { where: state.where ? JSON.stringify(state.where) : "" } : {}),
    ...(!whole && sort === defaultSort(type).map(writeSort).join(",") ? {} : { order: sort }),
    ...(!whole && columns === defaultColumns(type).map(writeColumn).join(",") ? {} : { columns }),
    ...(!whole && group === (defaultGroup(type) ? writeGroup(defaultGroup(type) as GroupState) : "") ? {} : { group }),
  };
}

/** Newest first where there is a time, else as it was created. */
export function defaultSort(type: EntryType): SortKey[] {
  const field = type.at ?? type.series?.at ?? type.fields.find(({ kind, sortable }) => kind === "SCALAR" && sortable)?.name;
  const time = type.at ?? type.series?.at;
  return field === undefined ? [] : [{ field, descending: time !== undefined && time !== null }];
}

/** By day where records stand at a time of day; of series that would be too many of the same. */
export function defaultGroup(type: EntryType): GroupState | null {
  const field = type.at === null ? undefined : fieldOf(type, type.at);
  return field?.type === "DateTime" && !isSeries(type) ? { field: field.name, every: "P1D" } : null;
}

/** The time first, then the fields in their order; long texts last, lists that others give it not at all. */
export function defaultColumns(type: EntryType): ColumnState[] {
  const time = type.at ?? type.series?.at;
  const shown = type.fields.filter((field) => field.kind !== "INVERSE" && !field.list && !field.sensitive);
  const rank = (field: EntryField): number => (field.name === time ? 0 : isProse(field) ? 2 : 1);
  const ordered = [...shown].sort((a, b) => rank(a) - rank(b));
  const title = !time && !type.fields.some((field) => type.title === `{${field.name}}`) && !isSeries(type) ? [{ field: "title" }] : [];
  const first = ordered.filter((field) => !isProse(field)).slice(0, AT_FIRST);
  return [...title, ...first.map(({ name }) => ({ field: name })), ...ordered.filter(isProse).slice(0, 1).map(({ name }) => ({ field: name }))];
}

/** A text that may be long. */
export function isProse(field: EntryField): boolean {
  return field.type === "String" && !field.list && (field.maxLength === null || field.maxLength > 500);
}

/** A field that can be a column: declared, or one that every entry has. */
export function columnField(type: EntryType, name: string): EntryField | undefined {
  return fieldOf(type, name) ?? generalFields(type).find((field) => field.name === name);
}

/** What every entry has, as columns. */
export function generalFields(type: EntryType): EntryField[] {
  if (isSeries(type)) return ownFields(type).map((field) => ({ ...field, sortable: false }));
  return [{ ...ownField("title", "Title", "String", "StringFilter", []), sortable: false, filter: null }, ...ownFields(type)];
}

/** All that can be a column. */
export function allColumns(type: EntryType): EntryField[] {
  return [...type.fields, ...generalFields(type)];
}

/** The API's order of sort keys; a link is sorted by its target's title, or the nearest to it. */
export function orderBy(sort: readonly SortKey[], type: EntryType, byLink: (field: EntryField, direction: string) => Order | null): Order[] {
  return sort.flatMap(({ field: name, descending }): Order[] => {
    const field = columnField(type, name);
    const direction = descending ? "DESC" : "ASC";
    if (!field?.sortable) return [];
    if (field.kind !== "LINK") return [{ [field.name]: direction }];
    const order = byLink(field, direction);
    return order ? [{ [field.name]: order }] : [];
  });
}

function texts(kept: Readonly<Record<string, unknown>>): LocationQuery {
  return Object.fromEntries(Object.entries(kept).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])));
}

function readWhere(text: string, wrong: string[]): Where | null {
  if (!text) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Where;
  } catch {
    // Told below, as everything that is no filter.
  }
  wrong.push("where");
  return null;
}

function one(value: LocationQuery[string] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? "";
}

function listed(value: LocationQuery[string] | undefined): string[] {
  return one(value).split(",").filter((part) => part !== "");
}

function readColumn(text: string): ColumnState {
  const [field = "", width] = text.split(":");
  const pixels = Number(width);
  return pixels >= 40 && pixels <= 2000 ? { field, width: Math.round(pixels) } : { field };
}

function writeColumn({ field, width }: ColumnState): string {
  return width === undefined ? field : `${field}:${width}`;
}

function readSort(text: string): SortKey {
  return text.startsWith("-") ? { field: text.slice(1), descending: true } : { field: text, descending: false };
}

function writeSort({ field, descending }: SortKey): string {
  return `${descending ? "-" : ""}${field}`;
}

function readGroup(text: string, type: EntryType): GroupState | null {
  const [name = "", every] = text.split(".");
  const field = fieldOf(type, name);
  if (!field?.groups.length) return null;
  if (every === RANGE && hasRanges(field)) return { field: field.name, every };
  return field.groups.includes("TIME") ? { field: field.name, every: every ?? "P1D" } : { field: field.name };
}

function writeGroup({ field, every }: GroupState): string {
  return every === undefined ? field : `${field}.${every}`;
}
