import { readonly, ref, shallowRef, type Ref, type ShallowRef } from "vue";
import { describeFailure, type Failure } from "../lib/failure";
import { newKey } from "./ids";
import type { Outcome, SubmitOptions } from "./useWrites";

export interface UseSaving {
  /** `waiting` while a write without an answer is tried again. */
  state: Readonly<Ref<"idle" | "saving" | "waiting">>;
  /** Why the last try came to nothing; what was typed is still there. */
  failure: Readonly<ShallowRef<Failure | null>>;
  /**
   * Writes something. The same body tried again by hand carries the same key, so that it is done once even when only
   * the answer was lost; another body is another write.
   */
  save: <Answer>(body: unknown, write: (options: Pick<SubmitOptions, "key" | "again">) => Promise<Outcome<Answer>>) => Promise<Outcome<Answer>>;
}

/** The state of saving one form. */
export function useSaving(): UseSaving {
  const state = ref<"idle" | "saving" | "waiting">("idle");
  const failure = shallowRef<Failure | null>(null);
  let last = { body: "", key: newKey() };

  return { state: readonly(state), failure, save };

  async function save<Answer>(body: unknown, write: (options: Pick<SubmitOptions, "key" | "again">) => Promise<Outcome<Answer>>): Promise<Outcome<Answer>> {
    const text = JSON.stringify(body);
    if (text !== last.body) last = { body: text, key: newKey() };
    state.value = "saving";
    failure.value = null;
    try {
      const outcome = await write({ key: last.key, again: () => (state.value = "waiting") });
      if (outcome.kind === "failed") failure.value = describeFailure(outcome.failure);
      else last = { body: "", key: newKey() };
      return outcome;
    } finally {
      state.value = "idle";
    }
  }
}
