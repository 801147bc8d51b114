import { askGraphql, RequestFailed, type GraphqlAnswer } from "../lib/graphql";

/** One operation, as the playground's editor hands it over. */
export interface Operation {
  query: string;
  variables?: Record<string, unknown> | null;
  operationName?: string | null;
}

/**
 * Sends the editor's operations to this server. The schema that the page has loaded already answers the editor's first
 * question for it; when the reader asks again, so does the server. After a change of the record types `schemaChanged` is called.
 */
export function createFetcher(
  introspection: GraphqlAnswer<unknown> | null,
  schemaChanged: () => void = () => {},
): (operation: Operation, options?: { headers?: Record<string, unknown> }) => Promise<GraphqlAnswer<unknown>> {
  let known = introspection;
  return async (operation, options) => {
    if (known && operation.operationName === "IntrospectionQuery") {
      const answer = known;
      known = null;
      return answer;
    }
    try {
      const answer = await askGraphql<unknown>(operation.query, {
        variables: operation.variables ?? {},
        ...(operation.operationName ? { operationName: operation.operationName } : {}),
        headers: stringsOf(options?.headers ?? {}),
      });
      if (typeof answer.data === "object" && answer.data !== null && "typeApply" in answer.data) schemaChanged();
      return answer;
    } catch (error) {
      // The editor shows answers, so a failed request is shown as one.
      return { errors: [{ message: error instanceof RequestFailed ? error.detail : String(error) }] };
    }
  };
}

function stringsOf(headers: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
