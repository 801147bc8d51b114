import { effectScope, watch } from "vue";
import { isSocketOpen, refused, useConnection } from "./connection";
import { socket } from "./socket";

export interface Following<Data> {
  query: string;
  /** Read again for each attempt, so that one may go on behind what was told last. */
  variables: Record<string, unknown>;
  next: (data: Data) => void;
  /**
   * What came since may have been missed: ask for it. Told when the connection is there again, and every ten seconds
   * while the server answers but nothing can be followed, be it that there is no socket or that it refuses this one.
   */
  missed: () => void;
  /** Whether one takes care of this refusal oneself; it is then over. */
  refused?: (codes: readonly string[]) => boolean;
}

/** How often is asked for what cannot be followed, in milliseconds. */
export const POLL = 10_000;
/** Pauses before a refused subscription is tried again; the last one holds for all further ones. */
const PAUSES = [1_000, 10_000, 60_000];
/** What the server has not refused within this time it has taken. */
const TAKEN = 3_000;

interface Followed {
  missed: () => void;
  refused: boolean;
}

const all = new Set<Followed>();
let started = false;

/** Follows a subscription through lost connections and refusals until it is stopped. */
export function follow<Data>(following: Following<Data>): () => void {
  start();
  const one: Followed = { missed: following.missed, refused: false };
  let stopped = false;
  let refusals = 0;
  let end = (): void => {};
  let clock: ReturnType<typeof setTimeout> | undefined;
  all.add(one);
  subscribe();

  return () => {
    stopped = true;
    clearTimeout(clock);
    all.delete(one);
    accept();
    end();
  };

  function subscribe(): void {
    const { query, variables } = following;
    if (one.refused) clock = setTimeout(accept, TAKEN);
    end = socket().subscribe<Data>(
      { query, variables },
      {
        next: ({ data, errors }) => {
          if (errors) return again(codesOf(errors));
          accept();
          if (data) following.next(data);
        },
        error: (reason) => again(codesOf(reason)),
        complete: () => again([]),
      },
    );
  }

  /** Refused, or ended by the server: what it would have told is asked for until it is followed again. */
  function again(codes: readonly string[]): void {
    if (stopped) return;
    clearTimeout(clock);
    end();
    if (following.refused?.(codes)) return;
    if (!one.refused) {
      one.refused = true;
      refused(1);
    }
    clock = setTimeout(subscribe, PAUSES[Math.min(refusals, PAUSES.length - 1)]);
    refusals += 1;
    following.missed();
  }

  function accept(): void {
    if (!one.refused) return;
    one.refused = false;
    refused(-1);
    if (stopped) return;
    refusals = 0;
    following.missed();
  }
}

/** The codes of a refusal; none where the socket itself was closed for good. */
function codesOf(reason: unknown): string[] {
  if (!Array.isArray(reason)) return [];
  return reason.flatMap((error: { extensions?: { code?: unknown } }) => (typeof error.extensions?.code === "string" ? [error.extensions.code] : []));
}

function start(): void {
  if (started) return;
  started = true;
  const { state, openings } = useConnection();
  const unheard = (one: Followed): boolean => one.refused || !isSocketOpen();
  setInterval(() => state.value === "polling" && tell(unheard), POLL);
  // Whoever is the first to follow may go; this stays for as long as the page is there.
  effectScope(true).run(() => {
    // At the beginning everything was asked for just now.
    watch(state, (now, before) => now === "polling" && !isSocketOpen() && (before === "offline" || openings.value > 0) && tell(unheard), { flush: "sync" });
    watch(openings, (_now, before) => before > 0 && tell((one) => !one.refused), { flush: "sync" });
  });
}

function tell(whom: (one: Followed) => boolean): void {
  for (const one of [...all].filter(whom)) one.missed();
}
