import { getOperationAST, parse, type DocumentNode } from "graphql";
import { parseForShowing } from "../lib/digits";
import { askGraphql, RequestFailed, type GraphqlAnswer } from "../lib/graphql";
import { followGraphql, type Listener } from "../lib/live";

/** One operation, as the playground's editor hands it over. */
export interface Operation {
  query: string;
  variables?: Record<string, unknown> | null;
  operationName?: string | null;
}

/** What the editor knows besides. */
export interface Options {
  headers?: Record<string, unknown>;
  documentAST?: DocumentNode;
}

/** Answers that come one after the other until they are stopped. */
export interface Answers {
  subscribe: (listener: Listener) => { unsubscribe: () => void };
}

/**
 * Sends the editor's operations to this server: subscriptions over a socket, all others by POST. The schema that the
 * page has loaded already answers the editor's first question for it; when the reader asks again, so does the server.
 * After a change of the record types `schemaChanged` is called.
 */
export function createFetcher(
  introspection: GraphqlAnswer<unknown> | Promise<GraphqlAnswer<unknown>> | null,
  schemaChanged: () => void = () => {},
): (operation: Operation, options?: Options) => Promise<GraphqlAnswer<unknown> | Answers> {
  let known = introspection;
  return async (operation, options) => {
    if (known && operation.operationName === "IntrospectionQuery") {
      const answer = known;
      known = null;
      return answer;
    }
    const asked = {
      variables: operation.variables ?? {},
      ...(operation.operationName ? { operationName: operation.operationName } : {}),
    };
    if (isSubscription(operation, options?.documentAST)) {
      const followed = { query: operation.query, ...asked };
      return { subscribe: (listener) => ({ unsubscribe: followGraphql(followed, listener) }) };
    }
    try {
      const answer = await askGraphql<unknown>(operation.query, { ...asked, headers: stringsOf(options?.headers ?? {}), parse: parseForShowing });
      if (typeof answer.data === "object" && answer.data !== null && "typeApply" in answer.data) schemaChanged();
      return answer;
    } catch (error) {
      // The editor shows answers, so a failed request is shown as one.
      return { errors: [{ message: error instanceof RequestFailed ? error.detail : String(error) }] };
    }
  };
}

/** What cannot be read is no subscription: the server says what is wrong with it. */
function isSubscription({ query, operationName }: Operation, document: DocumentNode | undefined): boolean {
  try {
    return getOperationAST(document ?? parse(query), operationName)?.operation === "subscription";
  } catch {
    return false;
  }
}

function stringsOf(headers: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
