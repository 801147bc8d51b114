import { sampleOf, type Sample } from "../../lib/samples";
import type { RecordField, RecordType } from "../../lib/types";

/** A command line that sends a record to `/ingest`, and the type it is for. */
export interface IngestExample {
  type: RecordType;
  command: string;
}

/** Optional fields that an example shows beside the required ones. */
const OPTIONAL_FIELDS = 2;

/**
 * A line that works on this server as it stands: a sample of a series where there is one, since devices send those,
 * else an entry whose type requires no link. None when the server has neither.
 */
export function ingestExample(types: readonly RecordType[], origin: string, now: Date): IngestExample | null {
  const type = types.find((type) => type.series) ?? types.find((type) => requiredLinks(type).length === 0);
  if (!type) return null;
  const fields = [...type.fields.filter((field) => field.required), ...niceToShow(type)];
  const record = Object.fromEntries(fields.map((field) => [field.name, exampleOf(field, now)]));
  const links = requiredLinks(type).map((field) => `create=${field.name}`);
  const address = `${origin}/ingest/${type.name}${links.length > 0 ? `?${links.join("&")}` : ""}`;
  return { type, command: postLine(address, record) };
}

/** The older message format, with a question that needs no records. */
export function commandExample(origin: string): string {
  return postLine(`${origin}/command`, { command: "feeding_calc", data: { calories: "20", volume: "67" } });
}

function postLine(address: string, body: unknown): string {
  return [`curl '${address}' \\`, `  -H 'Content-Type: application/json' \\`, `  -d '${JSON.stringify(body)}'`].join("\n");
}

function requiredLinks(type: RecordType): RecordField[] {
  return type.fields.filter((field) => field.required && field.target !== null);
}

function niceToShow(type: RecordType): RecordField[] {
  return type.fields.filter((field) => !field.required && !field.list && field.type === "Quantity").slice(0, OPTIONAL_FIELDS);
}

/** A link is given by the natural key of its target; a list by one item. */
function exampleOf(field: RecordField, now: Date): Sample | Sample[] {
  const sample = field.target === null ? sampleOf(field, now) : "example";
  return field.list ? [sample] : sample;
}
