import { asCurl, type ApiRequest } from "./languages";
import { sampleOf, type Sample } from "../../lib/samples";
import { isSeries } from "../../model/model";
import type { EntryField, EntryType } from "../../model";

/** A command line that sends a record to `/ingest`, and the type it is for. */
export interface IngestExample {
  type: EntryType;
  command: string;
}

/** Optional fields that an example shows beside the required ones. */
const OPTIONAL_FIELDS = 2;

/**
 * A line that works on this server as it stands: a sample of a series where there is one, since devices send those,
 * else an entry whose type requires no link. None when the server has neither.
 */
export function ingestExample(types: readonly EntryType[], origin: string, now: Date): IngestExample | null {
  const type = types.find(isSeries) ?? types.find((type) => requiredLinks(type).length === 0);
  return type ? { type, command: asCurl(ingestRequest(type, origin, now)) } : null;
}

/** Sends one record of a type, as a device does. */
export function ingestRequest(type: EntryType, origin: string, now: Date): ApiRequest {
  const fields = [...type.fields.filter((field) => field.required), ...niceToShow(type)];
  const record = Object.fromEntries(fields.map((field) => [field.name, exampleOf(field, now)]));
  const links = requiredLinks(type).map((field) => `create=${field.name}`);
  const address = `${origin}/ingest/${type.name}${links.length > 0 ? `?${links.join("&")}` : ""}`;
  return { url: address, body: record };
}

/** The older message format, with a question that needs no records. */
export function commandExample(origin: string): string {
  return asCurl({ url: `${origin}/command`, body: { command: "feeding_calc", data: { calories: "20", volume: "67" } } });
}

/** Asks for the latest records of a type. */
export function listRequest(type: EntryType, origin: string): ApiRequest {
  const plain = type.fields.filter((field) => !field.list && field.target === null && PLAIN.has(field.type)).slice(0, PLAIN_FIELDS);
  const parts = [...(isSeries(type) ? [] : ["id", "title"]), ...plain.map((field) => (field.type === "Quantity" ? `${field.name} { value unit }` : field.name))];
  return { url: `${origin}/graphql`, body: { query: `{ ${type.plural}(first: 10) { nodes { ${parts.join(" ")} } } }` } };
}

/** Types whose fields can be asked for by their name alone; a quantity has parts. */
const PLAIN = new Set(["String", "Int", "Float", "Decimal", "Boolean", "DateTime", "Date", "Time", "Duration", "Quantity"]);
const PLAIN_FIELDS = 6;

function requiredLinks(type: EntryType): EntryField[] {
  return type.fields.filter((field) => field.required && field.target !== null);
}

function niceToShow(type: EntryType): EntryField[] {
  return type.fields.filter((field) => !field.required && !field.list && field.type === "Quantity").slice(0, OPTIONAL_FIELDS);
}

/** A link is given by the natural key of its target; a list by one item. */
function exampleOf(field: EntryField, now: Date): Sample | Sample[] {
  const sample = field.target === null ? sampleOf(field, now) : "example";
  return field.list ? [sample] : sample;
}
