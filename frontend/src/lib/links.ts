/** What the playground is to be opened with. */
export interface Prefill {
  query?: string;
  variables?: string;
  /** A record type to show an example for. */
  type?: string;
  example?: Example;
}

export type Example = "list" | "create";

/** The playground with an example for a record type, which it makes from the API's own schema. */
export function exampleLink(type: string, example: Example): string {
  return `/playground#${new URLSearchParams({ type, example }).toString()}`;
}

/** Reads what follows the `#` of the playground's address. */
export function readPrefill(hash: string): Prefill {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const prefill: Prefill = {};
  const query = given.get("query");
  if (query) prefill.query = query;
  const variables = given.get("variables");
  if (variables) prefill.variables = variables;
  const type = given.get("type");
  if (type) prefill.type = type;
  if (given.get("example") === "create") prefill.example = "create";
  return prefill;
}
