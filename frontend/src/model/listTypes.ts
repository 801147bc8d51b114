import type { TypesQuery } from "../gql/generated/graphql";
import { AnswerMissing, askGraphql } from "../lib/graphql";
import type { EntryType } from "./entry-type";
import { TYPES } from "./types.graphql";

/** All record types of the server, in its own order; needs no client, so the playground asks by it, too. */
export async function listTypes(language = "en"): Promise<EntryType[]> {
  const { data, errors = [] } = await askGraphql<TypesQuery>(TYPES.toString(), { variables: { language }, operationName: "Types" });
  if (!data?.types) throw new AnswerMissing(errors);
  // Only so many levels of embedded objects are asked for; the last one has no fields of its own.
  return data.types as EntryType[];
}
