import { readonly, shallowRef, type Ref } from "vue";

/** The list that entries are opened from one after the other, as it stood when the first was opened. */
export interface Trail {
  /** What the list is called, such as `Feedings`. */
  label: string;
  /** Its address. */
  to: string;
  /** Ids of the rows that were loaded, in their order. */
  ids: readonly string[];
  /** The row that one is at. */
  current: string | null;
}

/** It outlives a reload of the window. */
const PLACE = "daybook:trail";

/** More rows are not remembered. */
const AT_MOST = 1000;

const trail = shallowRef<Trail | null>(recall());

export function useTrail(): Readonly<Ref<Trail | null>> {
  return readonly(trail) as Readonly<Ref<Trail | null>>;
}

/** Tells which list is walked through. */
export function setTrail(next: Trail | null): void {
  const around = next ? next.ids.indexOf(next.current ?? "") : 0;
  const start = Math.max(0, around - AT_MOST / 2);
  trail.value = next ? { ...next, ids: next.ids.slice(start, start + AT_MOST) } : null;
  try {
    sessionStorage.setItem(PLACE, JSON.stringify(trail.value));
  } catch {
    // Full or forbidden: the trail then lasts until the next reload.
  }
}

/** Notes which row is shown now. */
export function stepTo(id: string): void {
  if (trail.value && trail.value.current !== id && trail.value.ids.includes(id)) setTrail({ ...trail.value, current: id });
}

/** The row so many steps on from an entry, or from the current row; null where the list ends or does not have it. */
export function nextInTrail(step: number, from?: string): string | null {
  const known = trail.value;
  const at = known?.ids.indexOf(from ?? known.current ?? "") ?? -1;
  return at < 0 ? null : (known?.ids[at + step] ?? null);
}

function recall(): Trail | null {
  try {
    return JSON.parse(sessionStorage.getItem(PLACE) ?? "null") as Trail | null;
  } catch {
    return null;
  }
}
