import { graphql } from "../gql/generated";

/**
 * The query that everything is drawn from. Embedded objects are looked into four levels deep. Names and descriptions come in the
 * language, as far as they are translated.
 */
export const TYPES = graphql(`
  query Types($language: String) {
    types(language: $language) {
      name plural label pluralLabel description icon kind builtIn title at
      keys { fields }
      series { of at every everyFrom gapFactor gapFactorFrom keep }
      sensitive public formerNames
      api {
        get list stats series live statsLive create createMany update updateMany upsert upsertMany delete deleteMany
        samplesAdd samplesDelete samplesFlag ingest createInput patchInput filterInput orderInput keyInput statType
      }
      fields { ...FieldParts fields { ...FieldParts fields { ...FieldParts fields { ...FieldParts } } } }
    }
  }
  fragment FieldParts on EntryField {
    name label description kind type required list writable computed default key
    unit dimension units { unit symbol ucum factor divisor shift } target inverse
    link { kind props onDelete acyclic }
    min max warnMin warnMax minLength maxLength
    pattern { regex message } time { future notBefore maxAfter }
    options values { name label description formerNames }
    showIf { field in } search { weight facet suggest }
    indexed sortable filter { input operators } groups metric sensitive public formerNames
  }
`);

/** Tells which definitions hold, at once and whenever they change. */
export const TYPES_CHANGED = graphql(`subscription TypesChanged { typesChanged }`);
