import type { Client, CloseCode } from "graphql-ws";
import { keepDigits } from "./digits";
import type { GraphqlAnswer, GraphqlError } from "./graphql";

/** One subscription, as it is asked for. */
export interface Followed {
  query: string;
  variables?: Record<string, unknown>;
  operationName?: string;
}

/** Who is told. After `complete` there is nothing more. */
export interface Listener {
  next: (answer: GraphqlAnswer<unknown>) => void;
  complete: () => void;
}

/** Times that a lost connection is tried again before its loss is told, with growing pauses. */
const RETRIES = 5;

let client: Promise<Client> | null = null;

/**
 * Follows a subscription over a socket to this server; all that run share one, which opens with the first and closes
 * after the last. A lost connection is opened anew. Whatever ends it is told as an answer with `errors`.
 *
 * Answers how to stop.
 */
export function followGraphql(followed: Followed, listener: Listener): () => void {
  let stop: (() => void) | null = null;
  let stopped = false;
  client ??= connect();
  client.then(
    (known) => {
      if (stopped) return;
      stop = known.subscribe<unknown>(followed, {
        next: (answer) => listener.next(answer as GraphqlAnswer<unknown>),
        complete: () => listener.complete(),
        error: (reason) => {
          listener.next({ errors: errorsOf(reason) });
          listener.complete();
        },
      });
    },
    (reason: unknown) => {
      client = null;
      listener.next({ errors: errorsOf(reason) });
      listener.complete();
    },
  );
  return () => {
    stopped = true;
    stop?.();
  };
}

/** Only who follows something loads what it takes. */
async function connect(): Promise<Client> {
  const { createClient } = await import("graphql-ws");
  const address = new URL("/graphql", location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  return createClient({ url: address.href, retryAttempts: RETRIES, shouldRetry: () => true, jsonMessageReviver: keepDigits });
}

/** The server's own errors, or in one sentence why the socket closed. */
export function errorsOf(reason: unknown): GraphqlError[] {
  if (Array.isArray(reason)) return reason as GraphqlError[];
  if (isClosed(reason)) return [{ message: `the connection was closed (${reason.code})${reason.reason ? `: ${reason.reason}` : ""}` }];
  return [{ message: reason instanceof Error ? reason.message : "the server does not answer" }];
}

function isClosed(reason: unknown): reason is { code: CloseCode | number; reason: string } {
  return typeof reason === "object" && reason !== null && "code" in reason && "reason" in reason;
}
