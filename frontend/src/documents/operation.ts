/** An operation whose text was built at run time, with the types of its answer and its variables. */
export interface Operation<Data, Variables extends object> {
  readonly kind: "query" | "mutation" | "subscription";
  readonly document: string;
  /** Never there; only the types count. */
  readonly types?: { data: Data; variables: Variables };
}

/** What an operation answers. */
export type DataOf<Asked> = Asked extends { readonly types?: { data: infer Data } } ? Data : never;

export function operation<Data, Variables extends object>(kind: Operation<Data, Variables>["kind"], document: string): Operation<Data, Variables> {
  return { kind, document };
}

/** A fixed operation, typed from the SDL by graphql-codegen. */
interface FixedDocument<Data, Variables> {
  toString: () => string;
  __apiType?: (variables: Variables) => Data;
}

/** An operation that depends on no record type: its text is fixed, and its types come from the SDL. */
export function fixed<Data, Variables extends object>(document: FixedDocument<Data, Variables>, kind: Operation<Data, Variables>["kind"] = "query"): Operation<Data, Variables> {
  return { kind, document: document.toString() };
}
