import { onScopeDispose } from "vue";
import { ask } from "./ask";
import { heard, isSocketOpen, polled } from "./connection";
import { reconnect, socket } from "./socket";
import { fixed } from "../documents/operation";
import { LATEST as LATEST_CHANGES } from "./changes.graphql";

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

const EVENT = "seq at operation type entryId version fields changeSet origin";
const FOLLOW = `subscription Changes($since: ID) { changes(since: $since) { ${EVENT} } }`;
const LATEST = fixed(LATEST_CHANGES);

/** Changes that come within this time are told together, in milliseconds. */
const GATHER = 50;
/** How often is asked while there is no socket. */
const POLL = 10_000;
/** The most changes that are asked for at once; the server gives no more. */
const MOST = 500;

const listeners = new Set<Listener>();
let since: string | null = null;
let gathered: ChangeEvent[] = [];
let started = false;
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
  window.addEventListener("online", reconnect);
  watchSleep();
}

/** From where to follow is asked first, so that nothing can happen unseen between a first answer and the socket. */
async function begin(): Promise<void> {
  try {
    const { changes } = await ask(LATEST, { first: 1 });
    since ??= changes.nodes[0]?.seq ?? "0";
    polled(true);
  } catch {
    polled(false);
    setTimeout(() => void begin(), 1_000);
    return;
  }
  follow();
}

function follow(): void {
  // graphql-ws sends this object again after each reconnect, which then goes on behind what was told last.
  const variables: { since: string | null } = { since };
  stop = socket().subscribe<{ changes: ChangeEvent }>(
    { query: FOLLOW, variables },
    {
      next: ({ data }) => {
        heard();
        if (data?.changes) take(data.changes);
        variables.since = since;
      },
      error: () => startOver(),
      complete: () => startOver(),
    },
  );
}

/** The server cannot go on from there (`SINCE_COMPACTED`), or ended the subscription. */
function startOver(): void {
  stop();
  since = null;
  for (const listener of [...listeners]) listener.lost();
  setTimeout(() => void begin(), 1_000);
}

function take(change: ChangeEvent): void {
  since = change.seq;
  if (gathered.length === 0) setTimeout(tell, GATHER);
  gathered.push(change);
}

function tell(): void {
  const changes = gathered;
  gathered = [];
  for (const listener of [...listeners]) listener.changed(changes);
}

/** While there is no socket, changes are asked for. */
async function poll(): Promise<void> {
  if (isSocketOpen() || since === null) return;
  try {
    const { changes } = await ask(LATEST, { first: MOST });
    polled(true);
    const behind = changes.nodes.findIndex(({ seq }) => seq === since);
    if (behind < 0 && changes.nodes.length === MOST) return startOver();
    const fresh = behind < 0 ? changes.nodes : changes.nodes.slice(0, behind);
    if (!isSocketOpen()) fresh.reverse().forEach(take);
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
