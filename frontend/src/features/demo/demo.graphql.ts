import { graphql } from "../../gql/generated";

/** Whether this server has a demo at all: it needs the types that come with Daybook. */
export const DEMO_OFFERED = graphql(`
  query DemoOffered {
    payload: __type(name: "DemoPayload") { name }
  }
`);

export const DEMO_LOAD = graphql(`
  mutation DemoLoad($tz: TimeZone!) {
    demoLoad(tz: $tz) { created samples errors { code path message } }
  }
`);

export const DEMO_CLEAR = graphql(`
  mutation DemoClear($force: Boolean!, $dryRun: Boolean!) {
    demoClear(force: $force, dryRun: $dryRun) { created samples errors { code path message ... on InvalidInput { params } } }
  }
`);
