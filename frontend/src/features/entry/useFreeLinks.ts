import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from "vue";
import type { DataOf, FreeLink } from "../../documents";
import { ask, useChanges } from "../../gql";
import { useModel } from "../../model";
import { ENTRY_LINKS } from "./entry.graphql";

export interface UseFreeLinksReturn {
  links: Readonly<ShallowRef<readonly FreeLink[]>>;
  /** There are more links than were looked through. */
  partial: Readonly<Ref<boolean>>;
  /** Why the links are not here, or not as they are now; null when they are. */
  failure: Readonly<ShallowRef<unknown>>;
  reload: () => Promise<void>;
}

/** So many links are looked through for those of one's own kinds; the API cannot ask for them alone. */
const LOOKED_THROUGH = 500;

/** Links in words of one's own, to and from an entry. */
export function useFreeLinks(id: string): UseFreeLinksReturn {
  const { model } = useModel();
  const links = shallowRef<readonly FreeLink[]>([]);
  const partial = ref(false);
  const failure = shallowRef<unknown>(null);
  let asked = 0;

  useChanges({ changed: (changes) => changes.some((change) => change.operation === "LINKED" || change.operation === "UNLINKED" || change.entryId === id) && void reload(), lost: () => void reload() });
  onScopeDispose(() => (asked += 1));
  void reload();
  return { links, partial, failure, reload };

  async function reload(): Promise<void> {
    const mine = (asked += 1);
    let answer: DataOf<typeof ENTRY_LINKS>;
    try {
      answer = await ask(ENTRY_LINKS, { id, first: LOOKED_THROUGH });
    } catch (error) {
      if (mine === asked) failure.value = error;
      return;
    }
    if (mine !== asked) return;
    failure.value = null;
    const declared = new Set(model.value.types.flatMap((type) => type.fields.flatMap((field) => field.link?.kind ?? [])));
    links.value = (answer.entry?.links.nodes ?? []).filter((link) => !declared.has(link.kind));
    partial.value = answer.entry?.links.pageInfo.hasNextPage ?? false;
  }
}
