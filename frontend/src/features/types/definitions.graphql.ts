import { fixed } from "../../documents";
import { graphql } from "../../gql/generated";

/** The definitions of one's own, as SDL. */
export const TYPE_EXPORT = fixed(graphql(`
  query TypeExport {
    typeExport
  }
`));

/** What a change of the definitions would do. */
export const TYPE_PLAN = fixed(graphql(`
  mutation TypePlan($sdl: String!, $remove: [String!]) {
    typePlan(sdl: $sdl, remove: $remove) {
      id ok errors { line column message hint } changes { type field kind affected lossy description } waitSeconds
    }
  }
`), "mutation");

export const TYPE_APPLY = fixed(graphql(`
  mutation TypeApply($id: ID!) {
    typeApply(planId: $id) { types { name } errors { line column message hint } }
  }
`), "mutation");

/** All units that a Quantity can be kept in. */
export const UNITS = fixed(graphql(`
  query Units {
    __type(name: "Unit") { enumValues { name description } }
  }
`));
