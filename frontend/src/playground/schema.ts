import { getIntrospectionQuery, type IntrospectionQuery } from "graphql";
import { askGraphql, type GraphqlAnswer } from "../lib/graphql";
import { Introspection } from "./introspection";

/** The API's schema as it travelled, and as the examples read it. */
export interface LoadedSchema {
  answer: GraphqlAnswer<IntrospectionQuery>;
  schema: Introspection;
}

/** Asks this server for its schema; null where it does not give one, which the editor then explains in its own words. */
export async function loadSchema(): Promise<LoadedSchema | null> {
  const query = getIntrospectionQuery({ inputValueDeprecation: true, schemaDescription: true, oneOf: true });
  try {
    const answer = await askGraphql<IntrospectionQuery>(query, { operationName: "IntrospectionQuery" });
    return answer.data && !answer.errors ? { answer, schema: new Introspection(answer.data) } : null;
  } catch {
    return null;
  }
}
