import { createRequest, type AnyVariables, type Client, type CombinedError, type OperationResult, type OperationResultSource } from "@urql/core";
import { AnswerMissing, RequestFailed, type GraphqlError } from "../lib/graphql";
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
  const context = { requestPolicy: "network-only" as const, ...(signal ? { fetch: withSignal(signal) } : {}) };
  const request = createRequest<Data>(operation.document, variables as AnyVariables);
  // Two who ask the same at once would share one answer, and with it the end that one of them makes to its own.
  if (by === direct) request.key = (unique += 1);
  const { data, error } = await toPromise(operation.kind === "mutation" ? by.executeMutation(request, context) : by.executeQuery(request, context));
  signal?.throwIfAborted();
  if (error) throw failure(error);
  if (data === undefined || data === null) throw new AnswerMissing([]);
  return data;
}

let unique = 0;

function toPromise<Data>(source: OperationResultSource<OperationResult<Data>>): Promise<OperationResult<Data>> {
  return source.toPromise();
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
