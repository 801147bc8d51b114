import { offered, ZONED, type FilterField, type FilterNode } from "../../../filter";
import { chosenIds } from "./describe";

/** A condition while it is being made: which field, which operator, which value. */
export interface ConditionDraft {
  field: FilterField;
  operator: string;
  /** As the API takes it; `undefined` while there is none yet. */
  value: unknown;
}

/** The condition on a field of the record itself, or behind links. */
export function toNode({ field, operator, value }: ConditionDraft, timeZone: string): FilterNode | null {
  if (value === undefined) return null;
  const inner = innerNode(field, operator, value, timeZone);
  return field.links.reduceRight<FilterNode>((node, { field: link, quantifier }, index) => {
    const carried = field.edge && index === field.links.length - 1;
    return { kind: "link", field: link.name, quantifier, nodes: carried ? [] : [node], ...(carried ? { edge: [node] } : {}) };
  }, inner);
}

function innerNode({ field, path }: FilterField, operator: string, value: unknown, timeZone: string): FilterNode {
  if (operator === "count") return { kind: "field", path: [...path, "count"], ...countOf(value) };
  if (["is", "isNot", "some", "none", "every"].includes(operator)) {
    const ids = value as string[];
    const id: FilterNode = ids.length === 1 ? { kind: "field", path: ["id"], operator: "eq", value: ids[0] } : { kind: "field", path: ["id"], operator: "in", value: ids };
    return { kind: "link", field: field.name, quantifier: operator as "is", nodes: [id] };
  }
  return { kind: "field", path, operator, value, ...(ZONED.includes(operator) && typeof value === "string" ? { tz: timeZone } : {}) };
}

function countOf(value: unknown): { operator: string; value: unknown } {
  const { operator, count } = value as { operator: string; count: number };
  return { operator, value: count };
}

/** The draft that a condition is edited as; null for one that only its own words can show. */
export function toDraft(node: FilterNode, fields: readonly FilterField[]): ConditionDraft | null {
  const names: string[] = [];
  const ways: string[] = [];
  let at: FilterNode | undefined = node;
  while (at?.kind === "link") {
    const ids = chosenIds(at);
    names.push(at.field);
    if (ids) return found(fields, names.join("."), at.quantifier, ids, ways);
    ways.push(at.quantifier);
    if (at.edge) {
      if (at.nodes.length > 0 || at.edge.length !== 1) return null;
      names.push("edge");
      at = at.edge[0];
    } else {
      if (at.nodes.length !== 1) return null;
      at = at.nodes[0];
    }
  }
  if (at?.kind !== "field") return null;
  // `friends.count` counts links, where that is no part of an embedded object.
  const owner = [...names, ...at.path.slice(0, -1)].join(".");
  const counts = at.path.length > 1 && at.path[at.path.length - 1] === "count" && fields.some(({ key, operators }) => key === owner && operators.includes("count"));
  const key = counts ? owner : [...names, ...at.path].join(".");
  return counts ? found(fields, key, "count", { operator: at.operator, count: at.value }, ways) : found(fields, key, at.operator, at.value, ways);
}

/** Whether there is a form to change a condition with: all but some on what the app offers no field for. */
export function isEditable(node: FilterNode, fields: readonly FilterField[]): boolean {
  return node.kind !== "field" || toDraft(node, fields) !== null;
}

function found(fields: readonly FilterField[], key: string, operator: string, value: unknown, ways: readonly string[]): ConditionDraft | null {
  const field = fields.find((known) => known.key === key);
  if (!field || field.links.some(({ quantifier }, index) => quantifier !== ways[index])) return null;
  return offered(field.field).includes(operator) || field.field.filter?.operators.includes(operator) ? { field, operator, value } : null;
}
