import { computed, type ComputedRef, type ShallowRef } from "vue";
import { useRouter } from "vue-router";
import { useI18n } from "vue-i18n";
import { entryDocument, type Payload } from "../../documents";
import { ask } from "../../gql";
import { describeFailure } from "../../lib/failure";
import type { EntryRow } from "../../model";
import { VIEW_TYPE, useViews } from "../../shell/useViews";
import { newId, useWrites, type Outcome } from "../../writes";
import type { Collection } from "./useCollection";
import { writeView, type ViewState } from "./view";

export interface SavedView {
  id: string;
  name: string;
}

export interface UseSavedView {
  /** Whether the server keeps views. */
  known: ComputedRef<boolean>;
  views: ComputedRef<readonly SavedView[]>;
  /** The view that the address names. */
  current: ShallowRef<EntryRow | null>;
  /** Whether what is shown differs from what the view keeps. */
  differs: ComputedRef<boolean>;
  open: (id: string | null) => void;
  /** These answer what stood in the way; nothing when it was done. */
  create: (name: string) => Promise<string>;
  save: () => Promise<string>;
  pin: () => Promise<void>;
  remove: () => Promise<void>;
}

/** The views of a type, kept as entries. */
export function useSavedView(collection: Collection): UseSavedView {
  const { t } = useI18n();
  const router = useRouter();
  const writes = useWrites();
  const { current, differs } = collection.view;
  const viewType = computed(() => collection.model.value.byName(VIEW_TYPE));

  const stored = useViews();
  const views = computed(() => stored.views.value.filter((view) => view.recordType === collection.type.value.name && view.layout === "TABLE"));

  function open(id: string | null): void {
    void router.push({ name: "collection", params: { plural: collection.type.value.plural }, query: id === null ? {} : { view: id } });
  }

  async function create(name: string): Promise<string> {
    const type = viewType.value;
    if (!type) return "";
    const id = newId();
    const outcome = await writes.create(type, { input: { id, name, recordType: collection.type.value.name, layout: "TABLE", state: kept(collection.view.state.value) } });
    if (outcome.kind === "done") open(id);
    return said(outcome);
  }

  function kept(state: ViewState): Record<string, unknown> {
    return { ...writeView({ ...state, view: null }, collection.type.value, true) };
  }

  async function update(patch: Record<string, unknown>): Promise<string> {
    const type = viewType.value;
    if (!type || !current.value) return "";
    const outcome = await writes.update(type, { id: current.value.id, patch, expectedVersion: current.value.version });
    if (outcome.kind === "done" && outcome.answer.entry) current.value = outcome.answer.entry;
    return said(outcome);
  }

  function said(outcome: Outcome<Payload>): string {
    if (outcome.kind === "done") return "";
    if (outcome.kind === "mistakes") return outcome.errors.map((error) => error.message).join(" ");
    const { kind, detail } = describeFailure(outcome.failure);
    return t(`failure.${kind}`, { detail });
  }

  return {
    known: computed(() => viewType.value !== undefined), views, current, differs, open, create,
    save: async () => {
      const problem = await update({ state: kept(collection.view.state.value) });
      if (problem === "" && current.value) open(current.value.id);
      return problem;
    },
    pin: async () => void (await update({ pinned: !current.value?.["pinned"] })),
    remove: async () => {
      const type = viewType.value;
      if (!type || !current.value) return;
      const outcome = await writes.remove(type, { id: current.value.id });
      if (outcome.kind === "done") open(null);
    },
  };
}

/** A kept view by its id; null when it is gone. */
export async function loadView(collection: Pick<Collection, "model">, id: string): Promise<EntryRow | null> {
  const type = collection.model.value.byName(VIEW_TYPE);
  return type ? (await ask(entryDocument(type, collection.model.value), { id })).entry : null;
}
