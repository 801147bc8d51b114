import type { EntryRow, EntryType, Model } from "../model";
import { operation, type Operation } from "./operation";
import { ENTRY_PARTS, selectFields, type SelectOptions } from "./select";

/** Which type an entry has; it decides about the document that asks for the rest. */
export const ENTRY_TYPE: Operation<{ entry: { __typename: string; id: string; title: string; trashedAt: string | null } | null }, { id: string }> =
  operation("query", "query EntryType($id: ID!) { entry(id: $id) { __typename id title trashedAt } }");

/** One entry with all its fields; of an entry in the trash only the list with `trashed: ONLY` answers. */
export function entryDocument(type: EntryType, model: Model, options: SelectOptions = {}): Operation<{ entry: EntryRow | null }, { id: string }> {
  const parts = `${ENTRY_PARTS} ${selectFields(type.fields, model, options)}`;
  return operation("query", `query Entry($id: ID!) { entry: ${type.api.get}(id: $id) { ${parts} } }`);
}
