/** An error as GraphQL answers it. */
export interface GraphqlError {
  message: string;
  path?: (string | number)[];
  extensions?: { code?: string; requestId?: string };
}

/** What the server answered: data, errors, or both. */
export interface GraphqlAnswer<Data> {
  data?: Data | null;
  errors?: GraphqlError[];
}

/** The request brought no answer that can be shown: `kind` says why, `detail` is the server's own word on it. */
export class RequestFailed extends Error {
  constructor(
    readonly kind: "unreachable" | "timeout" | "refused",
    readonly detail: string,
    readonly requestId: string | null = null,
  ) {
    super(`${kind}: ${detail}`);
    this.name = "RequestFailed";
  }
}

/** GraphQL answered, but without what was asked for. */
export class AnswerMissing extends Error {
  constructor(readonly errors: readonly GraphqlError[]) {
    super(errors.map((error) => error.message).join("; "));
    this.name = "AnswerMissing";
  }
}

/** Longer than any request that these pages make should take, in milliseconds. */
const PATIENCE = 20_000;

/**
 * Sends one operation to `/graphql` of this server.
 *
 * Answers whatever GraphQL answered, errors included. Throws `RequestFailed` when there is no such answer, and the
 * signal's own `AbortError` when the caller lost interest.
 */
export async function askGraphql<Data>(
  query: string,
  options: {
    variables?: Record<string, unknown>;
    operationName?: string;
    headers?: HeadersInit;
    signal?: AbortSignal;
    /** Reads the text of the answer, instead of `JSON.parse`. */
    parse?: (text: string) => unknown;
  } = {},
): Promise<GraphqlAnswer<Data>> {
  const { variables, operationName, headers, signal, parse } = options;
  const impatience = AbortSignal.timeout(PATIENCE);
  let response: Response;
  let body: string;
  try {
    response = await fetch("/graphql", {
      method: "POST",
      headers: mergeHeaders(headers),
      body: JSON.stringify({ query, variables, operationName }),
      signal: signal ? AbortSignal.any([signal, impatience]) : impatience,
    });
    body = await response.text();
  } catch (error) {
    if (signal?.aborted) throw error;
    if (impatience.aborted) throw new RequestFailed("timeout", `no answer within ${PATIENCE / 1000} s`);
    throw new RequestFailed("unreachable", error instanceof Error ? error.message : String(error));
  }
  const answer = readAnswer<Data>(body, parse);
  if (answer) return answer;
  throw new RequestFailed("refused", describeRefusal(response, body), response.headers.get("x-request-id"));
}

function mergeHeaders(extra: HeadersInit | undefined): Headers {
  const headers = new Headers(extra);
  headers.set("content-type", "application/json");
  headers.set("accept", "application/graphql-response+json, application/json;q=0.9");
  return headers;
}

function readAnswer<Data>(body: string, parse?: (text: string) => unknown): GraphqlAnswer<Data> | null {
  const parsed = parseObject(body, parse);
  if (parsed && ("data" in parsed || Array.isArray(parsed["errors"]))) return parsed as GraphqlAnswer<Data>;
  return null;
}

/** One line about an answer that is not GraphQL: the problem's own words where it has some. */
function describeRefusal(response: Response, body: string): string {
  const status = `${response.status} ${response.statusText}`.trim();
  const problem = parseObject(body);
  const words = [problem?.["detail"], problem?.["title"]].find((word) => typeof word === "string");
  return words === undefined ? status : `${status}: ${String(words)}`;
}

function parseObject(text: string, parse: (text: string) => unknown = JSON.parse): Record<string, unknown> | null {
  try {
    const value = parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
