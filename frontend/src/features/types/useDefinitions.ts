import { computed, shallowRef, type ComputedRef, type ShallowRef } from "vue";
import { ask } from "../../gql/ask";
import { planRequest, readDefinitions, type Draft, type PlanRequest } from "./definition";
import { TYPE_EXPORT } from "./definitions.graphql";

export interface UseDefinitionsReturn {
  /** The definitions of one's own as they are edited. */
  drafts: ShallowRef<Draft[]>;
  /** As they hold on the server. */
  held: ShallowRef<Draft[]>;
  status: ShallowRef<"loading" | "done" | "error">;
  error: ShallowRef<Error | null>;
  request: ComputedRef<PlanRequest | null>;
  load: () => Promise<void>;
  /** Puts a changed definition in the place of what it was. */
  put: (draft: Draft) => void;
  add: (draft: Draft) => void;
  remove: (draft: Draft) => void;
  discard: () => void;
}

/** The definitions made at run time, and what is being changed about them. Nothing changes on the server by editing. */
export function useDefinitions(): UseDefinitionsReturn {
  const held = shallowRef<Draft[]>([]);
  const drafts = shallowRef<Draft[]>([]);
  const status = shallowRef<"loading" | "done" | "error">("loading");
  const error = shallowRef<Error | null>(null);
  const request = computed(() => planRequest(held.value, drafts.value));
  return { drafts, held, status, error, request, load, put, add, remove, discard };

  async function load(): Promise<void> {
    status.value = "loading";
    try {
      const { typeExport } = await ask(TYPE_EXPORT, {});
      held.value = readDefinitions(typeExport);
      discard();
      error.value = null;
      status.value = "done";
    } catch (failure) {
      error.value = failure instanceof Error ? failure : new Error(String(failure));
      status.value = "error";
    }
  }

  function put(draft: Draft): void {
    drafts.value = drafts.value.map((one) => (one.id === draft.id ? draft : one));
  }

  function add(draft: Draft): void {
    drafts.value = [...drafts.value, draft];
  }

  function remove(draft: Draft): void {
    drafts.value = drafts.value.filter((one) => one.id !== draft.id);
  }

  function discard(): void {
    drafts.value = held.value;
  }
}
