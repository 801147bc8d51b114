import { askGraphql, type GraphqlError } from "./graphql";

/** A field of a record type, as the server describes it. */
export interface RecordField {
  name: string;
  description: string | null;
  type: string;
  required: boolean;
  list: boolean;
  unit: string | null;
  target: string | null;
  min: number | null;
  max: number | null;
  warnMin: number | null;
  warnMax: number | null;
  options: string[] | null;
}

/** A record type, as the server describes it. */
export interface RecordType {
  name: string;
  plural: string;
  description: string | null;
  icon: string | null;
  builtIn: boolean;
  fields: RecordField[];
  /** A time series: samples rather than entries. */
  series: boolean;
}

interface TypesData {
  types: Omit<RecordType, "series">[];
  entry: { possibleTypes: { name: string }[] | null } | null;
}

const TYPES = `query Types {
  types {
    name plural description icon builtIn
    fields { name description type required list unit target min max warnMin warnMax options }
  }
  entry: __type(name: "Entry") { possibleTypes { name } }
}`;

/** GraphQL answered, but without what was asked for. */
export class AnswerMissing extends Error {
  constructor(readonly errors: readonly GraphqlError[]) {
    super(errors.map((error) => error.message).join("; "));
    this.name = "AnswerMissing";
  }
}

/** All record types of the server, in its own order. */
export async function listTypes(signal?: AbortSignal): Promise<RecordType[]> {
  const { data, errors = [] } = await askGraphql<TypesData>(TYPES, { operationName: "Types", signal });
  if (!data?.types) throw new AnswerMissing(errors);
  const entries = data.entry?.possibleTypes?.map((type) => type.name);
  return data.types.map((type) => ({ ...type, series: entries !== undefined && !entries.includes(type.name) }));
}

/** Entries per type name; a type whose count the server could not give is absent. */
export type Counts = ReadonlyMap<string, number>;

/** More root fields than this the server may refuse in one request. */
const FIELDS_PER_REQUEST = 20;

/** Counts the entries of each type, all in as few requests as the server's limits allow. */
export async function countEntries(types: readonly RecordType[], signal?: AbortSignal): Promise<Counts> {
  const answers = await Promise.all(
    chunk(types, FIELDS_PER_REQUEST).map(async (part) => {
      const { data } = await askGraphql<Record<string, { totalCount: number } | null>>(countsQuery(part), {
        operationName: "Counts",
        signal,
      });
      return part.flatMap((type): [string, number][] => {
        const count = data?.[type.name]?.totalCount;
        return count === undefined ? [] : [[type.name, count]];
      });
    }),
  );
  return new Map(answers.flat());
}

/** One request that counts several types, each under its own name. */
export function countsQuery(types: readonly Pick<RecordType, "name" | "plural">[]): string {
  const fields = types.map((type) => `  ${type.name}: ${type.plural} { totalCount }\n`);
  return `query Counts {\n${fields.join("")}}`;
}

function chunk<Item>(items: readonly Item[], size: number): Item[][] {
  const parts: Item[][] = [];
  for (let start = 0; start < items.length; start += size) parts.push(items.slice(start, start + size));
  return parts;
}
