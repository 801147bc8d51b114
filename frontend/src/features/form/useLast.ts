import { shallowRef, type ShallowRef } from "vue";
import { listDocument } from "../../documents";
import { ask } from "../../gql";
import { AnswerMissing, RequestFailed } from "../../lib/graphql";
import { useModel, type EntryRow, type EntryType } from "../../model";
import { editableFields } from "../../writes";

/** The record of a type that was the latest, for values to begin with; null while it is not known or there is none. */
export function useLast(type: EntryType): { last: Readonly<ShallowRef<EntryRow | null>>; refresh: () => Promise<void> } {
  const { model } = useModel();
  const last = shallowRef<EntryRow | null>(null);
  void refresh();
  return { last, refresh };

  async function refresh(): Promise<void> {
    const document = listDocument(type, model.value, { fields: editableFields(type) });
    try {
      const { list } = await ask(document, { first: 1, orderBy: [type.at ? { at: "DESC" } : { createdAt: "DESC" }] });
      last.value = list.edges[0]?.node ?? null;
    } catch (error) {
      // A convenience: without it the form is as good.
      if (!(error instanceof RequestFailed || error instanceof AnswerMissing)) throw error;
    }
  }
}
