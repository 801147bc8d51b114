import { convert } from "../format";
import type { EntryField, EntryRow, EntryType, LinkedEntry, QuantityValue } from "../model";
import { fieldOf } from "../model";
import type { FilterNode } from "./nodes";

/**
 * Whether a row meets conditions, as far as that can be told from what is here; null when it cannot. It only warns
 * ahead of a write; what a list shows is decided by the server.
 */
export function meets(nodes: readonly FilterNode[], row: EntryRow, type: EntryType): boolean | null {
  const each = nodes.map((node) => meetsOne(node, row, type));
  if (each.includes(false)) return false;
  return each.includes(null) ? null : true;
}

function meetsOne(node: FilterNode, row: EntryRow, type: EntryType): boolean | null {
  switch (node.kind) {
    case "field": {
      const [name = "", ...rest] = node.path;
      const field = fieldOf(type, name);
      if (!field || rest.length > 0 || row[field.name] === undefined || field.list) return null;
      return compare(node.operator, row[field.name], node.value, field);
    }
    case "link": {
      const linked = row[node.field] as LinkedEntry | null | undefined;
      const [inner] = node.nodes;
      if (linked === undefined || node.quantifier !== "is" || node.nodes.length !== 1 || inner?.kind !== "field" || inner.path[0] !== "id") return null;
      return linked === null ? false : compare(inner.operator, linked.id, inner.value, null);
    }
    case "any": {
      const each = node.alternatives.map((nodes) => meets(nodes, row, type));
      return each.includes(true) ? true : each.includes(null) ? null : false;
    }
    case "not": {
      const inner = meets(node.nodes, row, type);
      return inner === null ? null : !inner;
    }
    case "trash":
      return null;
  }
}

function compare(operator: string, value: unknown, wanted: unknown, field: EntryField | null): boolean | null {
  if (operator === "isNull") return (value === null) === wanted;
  if (value === null) return operator === "ne" || operator === "notIn" ? null : false;
  const own = comparable(value, field);
  const others = (Array.isArray(wanted) ? wanted : [wanted]).map((one) => comparable(one, field));
  const other = others[0];
  if (own === null || other === undefined || others.includes(null)) return null;
  switch (operator) {
    case "eq":
      return own === other;
    case "ne":
      return own !== other;
    case "in":
      return others.includes(own);
    case "notIn":
      return !others.includes(own);
    case "lt":
    case "lte":
    case "gt":
    case "gte":
      return typeof own === "string" && field?.type === "String" ? null : ordered(operator, own, other as never);
    case "between":
      return field?.type === "String" ? null : ordered("gte", own, other as never) && ordered("lte", own, others[1] as never);
    default:
      return null;
  }
}

function ordered(operator: string, own: number | string | boolean, other: number | string | boolean): boolean {
  switch (operator) {
    case "lt":
      return own < other;
    case "lte":
      return own <= other;
    case "gt":
      return own > other;
    default:
      return own >= other;
  }
}

/** A value in the form that two of a field are compared in: numbers in the field's own unit, times as instants. */
function comparable(value: unknown, field: EntryField | null): number | string | boolean | null {
  if (typeof value === "object" && value !== null && "unit" in value && field?.unit) {
    const { value: number, unit } = value as QuantityValue;
    return convert(field, Number(number), unit, field.unit);
  }
  if (field?.type === "DateTime" && typeof value === "string") return Date.parse(value);
  if (field?.type === "Duration") return null;
  return typeof value === "number" || typeof value === "string" || typeof value === "boolean" ? value : null;
}
