import { AnswerMissing, RequestFailed } from "./graphql";

/** Why there is nothing to show: `kind` picks the sentence, `detail` goes into it. */
export interface Failure {
  kind: "unreachable" | "timeout" | "refused" | "graphql" | "unknown";
  detail: string;
  requestId: string | null;
}

/** What a reader needs to know about an error. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof RequestFailed) return { kind: error.kind, detail: error.detail, requestId: error.requestId };
  if (error instanceof AnswerMissing) {
    const requestId = error.errors.find((one) => one.extensions?.requestId)?.extensions?.requestId ?? null;
    return { kind: "graphql", detail: withoutFullStop(error.message), requestId };
  }
  return { kind: "unknown", detail: error instanceof Error ? error.message : String(error), requestId: null };
}

/** The sentence around it brings its own. */
function withoutFullStop(text: string): string {
  return text.replace(/\.$/, "");
}
