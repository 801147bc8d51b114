import { onScopeDispose } from "vue";
import { ask } from "./ask";
import { heard, isSocketOpen, polled } from "./connection";
import { follow, POLL } from "./follow";
import { onClosed, reconnect } from "./socket";
import { fixed } from "../documents/operation";
import { FOLLOW as FOLLOW_CHANGES, LATEST as LATEST_CHANGES } from "./changes.graphql";

/** One row of the change log, as far as views need it. */
export interface ChangeEvent {
  seq: string;
  at: string;
  operation: string;
  type: string;
  entryId: string;
  version: number;
  fields: string[];
  changeSet: string;
  origin: string;
}

export interface Listener {
  /** Changes in their order, many at once where they come close together. */
  changed: (changes: readonly ChangeEvent[]) => void;
  /** What happened in between cannot be told any more: ask for everything anew. */
  lost: () => void;
}

const FOLLOW = fixed(FOLLOW_CHANGES, "subscription");
const LATEST = fixed(LATEST_CHANGES);

/** Changes that come within this time are told together, in milliseconds. */
const GATHER = 50;
/** How long an answer may take while there is no socket, in milliseconds: a dead network never answers. */
const PATIENCE = POLL - 2_000;
/** The most changes that are asked for at once; the server gives no more. */
const MOST = 500;

const listeners = new Set<Listener>();
let since: string | null = null;
let gathered: ChangeEvent[] = [];
let started = false;
let followed = false;
let stop = () => {};

/** Tells of every change that is committed, also of those missed while the connection was lost. */
export function useChanges(listener: Listener): void {
  listeners.add(listener);
  onScopeDispose(() => listeners.delete(listener));
  start();
}

/** The last change that was told; null before the first is known. */
export function lastSeq(): string | null {
  return since;
}

function start(): void {
  if (started || typeof window === "undefined") return;
  started = true;
  void begin();
  setInterval(() => void poll(), POLL);
  // What the loss of the socket means is found out at once: the server may be there, or not.
  onClosed(() => void poll());
  // The network of this machine may be gone while the server is on it: the socket is tried, not given up.
  for (const event of ["online", "offline"]) window.addEventListener(event, reconnect);
  watchSleep();
}

/** From where to follow is asked first, so that nothing can happen unseen between a first answer and the socket. */
async function begin(): Promise<void> {
  try {
    const { changes } = await ask(LATEST, { first: 1 }, { signal: AbortSignal.timeout(PATIENCE) });
    since ??= changes.nodes[0]?.seq ?? "0";
    polled(true);
  } catch {
    polled(false);
    setTimeout(() => void begin(), 1_000);
    return;
  }
  followOn();
}

function followOn(): void {
  // graphql-ws sends this object again after each reconnect, which then goes on behind what was told last.
  const variables: { since: string | null } = { since };
  followed = true;
  stop = follow<{ changes: ChangeEvent | null }>({
    query: FOLLOW.document,
    variables,
    next: ({ changes }) => {
      heard();
      followed = true;
      if (changes) take(changes);
      variables.since = since;
    },
    missed: () => void poll(),
    refused: (codes) => {
      followed = false;
      if (!codes.includes("SINCE_COMPACTED")) return false;
      startOver();
      return true;
    },
  });
}

/** What happened since cannot be told any more. */
function startOver(): void {
  stop();
  since = null;
  for (const listener of [...listeners]) listener.lost();
  setTimeout(() => void begin(), 1_000);
}

function take(change: ChangeEvent): void {
  // What was asked for while the subscription came back is told by it once more.
  if (since !== null && BigInt(change.seq) <= BigInt(since)) return;
  since = change.seq;
  if (gathered.length === 0) setTimeout(tell, GATHER);
  gathered.push(change);
}

function tell(): void {
  const changes = gathered;
  gathered = [];
  for (const listener of [...listeners]) listener.changed(changes);
}

/** While changes cannot be followed, they are asked for. */
async function poll(): Promise<void> {
  if ((isSocketOpen() && followed) || since === null) return;
  try {
    const { changes } = await ask(LATEST, { first: MOST }, { signal: AbortSignal.timeout(PATIENCE) });
    polled(true);
    if (since === null) return;
    const known = BigInt(since);
    // The log of another store, or of a backup: nothing of it goes on from here.
    if (BigInt(changes.nodes[0]?.seq ?? "0") < known) return startOver();
    const fresh = changes.nodes.filter(({ seq }) => BigInt(seq) > known);
    if (fresh.length === MOST) return startOver();
    fresh.reverse().forEach(take);
  } catch {
    polled(false);
  }
}

/** A clock that jumps means that the machine slept: the socket may be dead without knowing. */
function watchSleep(): void {
  const EVERY = 5_000;
  let last = Date.now();
  setInterval(() => {
    const now = Date.now();
    if (now - last > EVERY * 4) reconnect();
    last = now;
  }, EVERY);
}
