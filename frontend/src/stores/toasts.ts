import { defineStore } from "pinia";
import { readonly, ref } from "vue";

/** What a toast is about: `done` and `note` are read out when there is time, `error` at once. */
export type ToastKind = "done" | "note" | "error";

/** A short notice with at most one thing to do about it. */
export interface ToastInput {
  text: string;
  kind?: ToastKind;
  /** A second, quieter line, such as a reason. */
  detail?: string;
  /** `command` names the command whose key does the same. */
  action?: { label: string; run: () => unknown; command?: string };
  /** How long it stands; errors stand until they are closed unless this is given. */
  seconds?: number;
}

export interface Toast extends ToastInput {
  id: number;
  kind: ToastKind;
}

/** Long enough to reach for Undo. */
export const STANDS_SECONDS = 10;

/** More would cover the page; the oldest goes first. */
const AT_MOST = 4;

/** The notices at the edge of the page. */
export const useToasts = defineStore("toasts", () => {
  const toasts = ref<Toast[]>([]);
  const clocks = new Map<number, number>();
  let last = 0;

  return { toasts: readonly(toasts), show, dismiss, hold, release };

  /** Shows a notice and answers its id. */
  function show(input: ToastInput): number {
    const toast: Toast = { kind: "done", ...input, id: ++last };
    toasts.value = [...toasts.value, toast].slice(-AT_MOST);
    start(toast);
    return toast.id;
  }

  function dismiss(id: number): void {
    stop(id);
    toasts.value = toasts.value.filter((toast) => toast.id !== id);
  }

  /** Nothing leaves while a pointer or the focus is on the notices. */
  function hold(): void {
    for (const { id } of toasts.value) stop(id);
  }

  /** Each of them gets its whole time again. */
  function release(): void {
    for (const toast of toasts.value) start(toast);
  }

  function start({ id, kind, seconds }: Pick<Toast, "id" | "kind" | "seconds">): void {
    stop(id);
    const stands = seconds ?? (kind === "error" ? null : STANDS_SECONDS);
    if (stands !== null) clocks.set(id, window.setTimeout(() => dismiss(id), stands * 1000));
  }

  function stop(id: number): void {
    window.clearTimeout(clocks.get(id));
    clocks.delete(id);
  }
});
