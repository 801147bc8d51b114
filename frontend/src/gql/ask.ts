import type { Client, CombinedError } from "@urql/core";
import { AnswerMissing } from "../lib/types";
import { RequestFailed, type GraphqlError } from "../lib/graphql";
import type { Operation } from "../documents/operation";
import { direct } from "./client";

export interface AskOptions {
  /** `direct` unless told; `client` for what other views share. */
  by?: Client;
  signal?: AbortSignal;
}

/** One answer of the API, or the failure as an exception: `RequestFailed` without an answer, else `AnswerMissing`. */
export async function ask<Data, Variables extends object>(
  operation: Operation<Data, Variables>,
  variables: Variables,
  { by = direct, signal }: AskOptions = {},
): Promise<Data> {
  const send = operation.kind === "mutation" ? by.mutation.bind(by) : by.query.bind(by);
  const context = { requestPolicy: "network-only" as const, ...(signal ? { fetch: withSignal(signal) } : {}) };
  const { data, error } = await send<Data>(operation.document, variables, context).toPromise();
  signal?.throwIfAborted();
  if (error) throw failure(error);
  if (data === undefined || data === null) throw new AnswerMissing([]);
  return data;
}

function withSignal(signal: AbortSignal): typeof fetch {
  return (input, init) => fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([signal, init.signal]) : signal });
}

/** What kept an answer away, in the words that all failures of the app have. */
export function failure(error: CombinedError): RequestFailed | AnswerMissing {
  const response = error.response as Response | undefined;
  if (error.networkError) {
    if (!response) return new RequestFailed("unreachable", error.networkError.message);
    return new RequestFailed("refused", `${response.status} ${response.statusText}`.trim(), response.headers.get("x-request-id"));
  }
  return new AnswerMissing(error.graphQLErrors.map(({ message, extensions }): GraphqlError => ({ message, extensions })));
}
