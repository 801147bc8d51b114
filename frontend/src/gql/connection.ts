import { readonly, shallowRef, type Ref } from "vue";

/**
 * How the page hears of changes: `live` over the socket, `polling` by asking every few seconds, `offline` not at all.
 * `connecting` is shown only until the first of these is known.
 */
export type ConnectionState = "connecting" | "live" | "polling" | "offline";

const state = shallowRef<ConnectionState>("connecting");
const heardAt = shallowRef<number | null>(null);
const openings = shallowRef(0);
let open = false;
/** Subscriptions that the server refused: what they would tell is asked for, although the socket is open. */
let refusals = 0;

/** The one state that the shell's indicator shows and that views judge their freshness by. */
export function useConnection(): {
  state: Readonly<Ref<ConnectionState>>;
  /** When the server was last heard of, in milliseconds since 1970; what is shown may be as old as that. */
  heardAt: Readonly<Ref<number | null>>;
  /** Counts how often the socket was opened. */
  openings: Readonly<Ref<number>>;
} {
  return { state: readonly(state), heardAt: readonly(heardAt), openings: readonly(openings) };
}

export function socketOpened(): void {
  open = true;
  openings.value += 1;
  settle();
  heard();
}

export function socketClosed(): void {
  open = false;
  // A state that was found out by asking holds until the next answer; only that of the socket is over.
  if (state.value === "live") state.value = "connecting";
}

export function isSocketOpen(): boolean {
  return open;
}

/** One subscription more, or one less, is refused while the socket itself is open. */
export function refused(by: 1 | -1): void {
  refusals += by;
  if (open) settle();
}

function settle(): void {
  state.value = refusals > 0 ? "polling" : "live";
}

/** Tells the outcome of a request made while there was no socket. */
export function polled(answered: boolean): void {
  if (answered) heard();
  if (open) return;
  state.value = answered ? "polling" : "offline";
}

export function heard(): void {
  heardAt.value = Date.now();
}
