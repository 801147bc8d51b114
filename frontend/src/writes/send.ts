import type { Operation } from "../documents";
import { ask, client } from "../gql";
import { AnswerMissing, RequestFailed } from "../lib/graphql";

/** How long one try may take, in milliseconds. */
const PATIENCE = 20_000;

/** Pauses before the next tries of a write that got no answer, in milliseconds. */
const PAUSES = [500, 1_500, 4_000];

/** Codes of requests that came at a bad moment: the same again may go through. */
const PASSING = new Set(["UNAVAILABLE", "TIMEOUT", "RATE_LIMITED"]);

export interface SendOptions {
  /** Told before each further try, with how many there were. */
  again?: (tries: number) => void;
  pauses?: readonly number[];
}

/**
 * Sends a write until there is an answer. Every try carries the same idempotency key, so that one whose answer was
 * lost is not done twice. Throws what stood in the way of the last try.
 */
export async function send<Data, Variables extends { idempotencyKey?: string | null }>(
  operation: Operation<Data, Variables>,
  variables: Variables,
  { again, pauses = PAUSES }: SendOptions = {},
): Promise<Data> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await ask(operation, variables, { by: client, signal: AbortSignal.timeout(PATIENCE) });
    } catch (error) {
      const failure = timedOut(error) ? new RequestFailed("timeout", `no answer within ${PATIENCE / 1000} s`) : error;
      const pause = pauses[tries];
      if (pause === undefined || !isPassing(failure)) throw failure;
      again?.(tries + 1);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

/** Whether the same request may go through a moment later. */
export function isPassing(failure: unknown): boolean {
  if (failure instanceof RequestFailed) return failure.kind !== "refused" || /^(429|502|503|504)\b/.test(failure.detail);
  return failure instanceof AnswerMissing && failure.errors.length > 0 && failure.errors.every((error) => PASSING.has(error.extensions?.code ?? ""));
}

function timedOut(error: unknown): boolean {
  return error instanceof DOMException && error.name === "TimeoutError";
}
