import { computed, shallowRef, type ComputedRef, type ShallowRef } from "vue";
import { follow } from "../gql/follow";
import { AnswerMissing, RequestFailed } from "../lib/graphql";
import { preferredLocale, type Locale } from "../locales/locale";
import { listTypes } from "./listTypes";
import { Model } from "./model";
import { TYPES_CHANGED } from "./types.graphql";

export type ModelState = "loading" | "ready" | "failed";

export interface UseModel {
  /** All record types; empty until they are loaded. After a failed refresh, those of before. */
  model: ShallowRef<Model>;
  /** `failed` means that there is nothing to show; a failed refresh leaves `ready` and says why in `error`. */
  state: ComputedRef<ModelState>;
  error: ShallowRef<RequestFailed | AnswerMissing | null>;
  /** Asks anew; screens keep what they have until the answer is there. */
  refresh: () => Promise<void>;
}

const EMPTY = new Model([]);
const model = shallowRef(EMPTY);
const error = shallowRef<RequestFailed | AnswerMissing | null>(null);
const state = computed<ModelState>(() => (model.value !== EMPTY ? "ready" : error.value ? "failed" : "loading"));
/** The language of names and descriptions. */
let language = languageOf(typeof navigator === "undefined" ? "en" : preferredLocale());
let asking: Promise<void> | null = null;
let told = "";
let following = false;

/** The record types, loaded once for all who use them. */
export function useModel(): UseModel {
  if (model.value === EMPTY && !asking && !error.value) void refresh();
  followTypes();
  return { model, state, error, refresh };
}

/** Resolves when the record types are there; rejects with what stood in the way. For routes and tests. */
export async function loadedModel(): Promise<Model> {
  if (model.value === EMPTY) await refresh();
  if (model.value === EMPTY && error.value) throw error.value;
  return model.value;
}

/** Definitions may change at any time, also while the connection was lost: the first answer of each says which hold. */
function followTypes(): void {
  if (following || typeof window === "undefined") return;
  following = true;
  let held: string | null = null;
  follow<{ typesChanged: string }>({
    query: TYPES_CHANGED.toString(),
    variables: {},
    next: ({ typesChanged }) => {
      if (typesChanged === held) return;
      if (held !== null) void refresh();
      held = typesChanged;
    },
    missed: () => void refresh(),
  });
}

/** Names and descriptions in another language; screens keep those of before until they are there. */
export async function translateModel(locale: Locale): Promise<void> {
  const wanted = languageOf(locale);
  if (wanted === language) return;
  language = wanted;
  await asking;
  await refresh();
}

/** The pseudo-locale is made of English. */
function languageOf(locale: Locale): string {
  return locale === "pseudo" ? "en" : locale;
}

async function refresh(): Promise<void> {
  asking ??= ask().finally(() => (asking = null));
  return asking;
}

async function ask(): Promise<void> {
  try {
    const types = await listTypes(language);
    // The same definitions stay the same object, so that nothing is drawn anew.
    const text = JSON.stringify(types);
    if (text !== told) {
      told = text;
      model.value = new Model(types);
    }
    error.value = null;
  } catch (failure) {
    if (!(failure instanceof RequestFailed || failure instanceof AnswerMissing)) throw failure;
    error.value = failure;
  }
}
