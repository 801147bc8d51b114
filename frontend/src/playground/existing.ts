import { askGraphql } from "../lib/graphql";
import type { EntryType } from "../model/entry-type";
import { called, namedType, type Introspection } from "./introspection";

/** An entry that an example may link to. */
export interface ExistingEntry {
  id: string;
  title: string;
}

/** The newest entry of each type that has one, by the type's name. */
export type Existing = Readonly<Record<string, ExistingEntry>>;

/** How far required links are followed: what a missing entry would itself need. */
const DEEPEST = 2;

/** Types that a record of a type must link to, and those that these must link to in turn. */
function neededTypes(typeName: string, types: readonly EntryType[]): string[] {
  const found = new Set<string>();
  let edge = [typeName];
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const fields = edge.flatMap((name) => types.find((type) => type.name === name)?.fields ?? []);
    edge = fields.flatMap((field) => (field.required && field.target ? [field.target] : [])).filter((name) => !found.has(name));
    edge.forEach((name) => found.add(name));
  }
  return [...found];
}

/** Asks for the newest entry of each type that an example needs; null where it needs none. */
export function existingQuery(schema: Introspection, typeName: string, types: readonly EntryType[]): string | null {
  const lists = neededTypes(typeName, types).flatMap((name) => {
    const list = schema.operations("query").find((field) => namedType(field.type).name === `${name}Connection`);
    if (!list) return [];
    const order = called(list.args, "orderBy") ? ", orderBy: [{ createdAt: DESC }]" : "";
    return [`  ${name}: ${list.name}(first: 1${order}) { nodes { id title } }`];
  });
  return lists.length > 0 ? ["query Existing {", ...lists, "}", ""].join("\n") : null;
}

/** The entries that an example may link to. A server that cannot answer leaves the example poorer, not absent. */
export async function loadExisting(schema: Introspection, typeName: string, types: readonly EntryType[]): Promise<Existing> {
  const query = existingQuery(schema, typeName, types);
  if (!query) return {};
  try {
    const { data } = await askGraphql<Record<string, { nodes: ExistingEntry[] }>>(query, { operationName: "Existing" });
    const newest = Object.entries(data ?? {}).flatMap(([name, { nodes }]) => nodes.slice(0, 1).map((entry) => [name, entry] as const));
    return Object.fromEntries(newest);
  } catch {
    return {};
  }
}
