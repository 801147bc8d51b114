/** An operation whose text was built at run time, with the types of its answer and its variables. */
export interface Operation<Data, Variables extends object> {
  readonly kind: "query" | "mutation" | "subscription";
  readonly document: string;
  /** Never there; only the types count. */
  readonly types?: { data: Data; variables: Variables };
}

export function operation<Data, Variables extends object>(kind: Operation<Data, Variables>["kind"], document: string): Operation<Data, Variables> {
  return { kind, document };
}
