import { computed, ref, shallowRef, toValue, watch, type ComputedRef, type Ref, type ShallowRef } from "vue";
import { useI18n } from "vue-i18n";
import { useFormats } from "../../format";
import { useConnection } from "../../gql";
import { useTypeIcons } from "../../lib/useTypeIcons";
import { isSeries, useModel, type EntryType } from "../../model";
import { useCounts } from "../../model/useCounts";
import { bindingOf } from "../../app/keys";
import { makingOf } from "../../shell/here";
import { useRail } from "../../shell/useRail";
import { placeOf, typeOfView, useViews } from "../../shell/useViews";
import type { Command } from "../../stores/commands";
import { useRecent } from "../../stores/recent";
import { useEntrySearch } from "./entries";
import { PALETTE_GROUPS, type PaletteGroup, type PaletteItem } from "./items";
import { beginsWith, rank, type Found } from "./rank";

/** Lines of a group when all kinds are shown, and when it is about one type. */
const FEW = 4;
const MANY = 12;

export interface UsePaletteReturn {
  typed: Ref<string>;
  /** The type that the search is narrowed to. */
  scope: ShallowRef<EntryType | null>;
  groups: ComputedRef<readonly { group: PaletteGroup; found: readonly Found<PaletteItem>[] }[]>;
  /** All lines in the order of the groups. */
  lines: ComputedRef<readonly Found<PaletteItem>[]>;
  /** How the search for entries stands. */
  entriesStatus: Ref<"idle" | "loading" | "done" | "error">;
  offline: ComputedRef<boolean>;
}

/** What the palette shows: commands, lists and views from what is known, entries from the server. */
export function usePalette(commands: () => readonly Command[]): UsePaletteReturn {
  const { t } = useI18n();
  const formats = useFormats();
  const { model } = useModel();
  const { counts } = useCounts();
  const { views } = useViews();
  const { pinned } = useRail();
  const { iconOf } = useTypeIcons();
  const recent = useRecent();
  const { state } = useConnection();

  const typed = ref("");
  const scope = shallowRef<EntryType | null>(null);
  const first = computed(() => (scope.value ? MANY : FEW));
  const offline = computed(() => state.value === "offline");
  const { entries, status: entriesStatus } = useEntrySearch({ typed, type: computed(() => scope.value?.name ?? null), first });
  watch(scope, () => (typed.value = ""));

  const iconOfType = (type: EntryType | undefined): string => iconOf({ icon: type?.icon ?? null, series: type ? isSeries(type) : false });
  const namesOf = (type: EntryType): string => `${type.label} ${type.pluralLabel} ${type.name}`;

  const known = computed(() => [...storedViews(), ...lists(), ...commandItems(), ...creations()].filter((item) => !scope.value || item.type === scope.value));
  const recents = computed(() =>
    recent.entries.map(({ id, title, plural }): PaletteItem => {
      const type = plural === null ? undefined : model.value.byPlural(plural);
      return { id: `recent:${id}`, group: "recent", label: title, hint: type?.label, icon: iconOfType(type), to: { name: "entry", params: { id } }, type };
    }),
  );
  const found = computed(() =>
    entries.value.map(({ __typename, id, title, at }): PaletteItem => {
      const type = model.value.byName(__typename);
      return {
        id: `entry:${id}`, group: "entries", label: title, hint: type?.label, icon: iconOfType(type), type,
        end: at ? formats.value.dateTime(at, "short") : undefined, to: { name: "entry", params: { id } },
      };
    }),
  );

  const groups = computed(() => {
    const byGroup = new Map<PaletteGroup, Found<PaletteItem>[]>(PALETTE_GROUPS.map((group) => [group, []]));
    const idle = typed.value.trim() === "";
    const offered = idle ? known.value.filter((item) => item.group !== "do" || !item.id.startsWith("new:") || item.type === scope.value) : known.value;
    for (const one of rank(offered, typed.value)) byGroup.get(one.item.group)?.push(one);
    const opened = rank(recents.value.filter(({ type }) => !scope.value || type === scope.value), typed.value);
    // What was opened before is not listed twice.
    const shown = new Set(entries.value.map(({ id }) => `recent:${id}`));
    byGroup.set("recent", opened.filter(({ item }) => !shown.has(item.id)));
    byGroup.set("entries", found.value.map((item) => ({ item, marks: marksIn(item.label, typed.value) })));
    return inOrder(byGroup).map((group) => ({ group, found: (byGroup.get(group) ?? []).slice(0, first.value) })).filter(({ found }) => found.length > 0);
  });
  const lines = computed(() => groups.value.flatMap(({ found }) => found));
  return { typed, scope, groups, lines, entriesStatus, offline };

  /** What begins with what was typed is what was meant. Entries come later than the rest and move nothing. */
  function inOrder(byGroup: ReadonlyMap<PaletteGroup, readonly Found<PaletteItem>[]>): PaletteGroup[] {
    const meant = (group: PaletteGroup): boolean => group !== "entries" && beginsWith(byGroup.get(group)?.[0]?.item.label ?? "", typed.value);
    return [...PALETTE_GROUPS.filter(meant), ...PALETTE_GROUPS.filter((group) => !meant(group))];
  }

  function commandItems(): PaletteItem[] {
    const listed = commands().filter(({ hidden }) => !hidden);
    const everywhere = (command: Command): boolean => bindingOf(command.id)?.context === "app";
    // What belongs to the page that is shown comes before what can be done everywhere.
    return [...listed.filter((command) => !everywhere(command)), ...listed.filter(everywhere)].map((command) => ({
      id: `command:${command.id}`, group: command.group ?? "do", label: toValue(command.label) ?? t(`keys.${command.id}`), hint: toValue(command.hint),
      icon: command.icon ?? "i-lucide-chevron-right", command: command.id, run: command.run,
    }));
  }

  function creations(): PaletteItem[] {
    return model.value.types
      .filter((type) => !isSeries(type) && type.api.create !== null)
      .map((type) => ({ id: `new:${type.name}`, group: "do", label: t("shell.newOf", { type: type.label }), words: namesOf(type), icon: "i-lucide-plus", to: makingOf(type), type }));
  }

  function lists(): PaletteItem[] {
    const types = [...pinned.value, ...model.value.types.filter((type) => !pinned.value.includes(type))];
    return types.map((type) => {
      const count = counts.value.get(type.name);
      const hint = count === undefined ? undefined : t(isSeries(type) ? "types.samples" : "types.entries", { count: formats.value.number(count) }, count);
      return { id: `list:${type.name}`, group: "go", label: type.pluralLabel, words: namesOf(type), hint, icon: iconOfType(type), to: { name: "collection", params: { plural: type.plural } }, type };
    });
  }

  function storedViews(): PaletteItem[] {
    return views.value.flatMap((view) => {
      const to = placeOf(view, model.value);
      const type = typeOfView(view, model.value);
      return to && type ? [{ id: `view:${view.id}`, group: "go", label: view.name, words: type.pluralLabel, hint: t("palette.view", { type: type.pluralLabel }), icon: "i-lucide-rows-3", to, type } satisfies PaletteItem] : [];
    });
  }
}

/** Where the typed text stands in a title, as the server found it. */
function marksIn(label: string, typed: string): number[] {
  const text = typed.trim().toLocaleLowerCase();
  const from = text === "" ? -1 : label.toLocaleLowerCase().indexOf(text);
  return from < 0 ? [] : [from, from + text.length];
}
