import type { EntryRow, EntryType, Model } from "../model";
import { operation, type Operation } from "./operation";
import { ENTRY_PARTS, selectFields, type SelectOptions } from "./select";

/** One entry with all its fields; of an entry in the trash only the list with `trashed: ONLY` answers. */
export function entryDocument(type: EntryType, model: Model, options: SelectOptions = {}): Operation<{ entry: EntryRow | null }, { id: string }> {
  const parts = `${ENTRY_PARTS} ${selectFields(type.fields, model, options)}`;
  return operation("query", `query Entry($id: ID!) { entry: ${type.api.get}(id: $id) { ${parts} } }`);
}
