import { ZONED, type FieldNode, type FilterNode, type LinkNode, type Where } from "./nodes";

/** The API's filter of conditions that all hold; `undefined` of none. */
export function buildWhere(nodes: readonly FilterNode[]): Where | undefined {
  return nodes.length === 0 ? undefined : joined(nodes.map(buildNode));
}

function buildNode(node: FilterNode): Where {
  switch (node.kind) {
    case "field":
      return nested(node.path, condition(node));
    case "link":
      return { [node.field]: linked(node) };
    case "any":
      return { or: node.alternatives.map((alternative) => joined(alternative.map(buildNode))) };
    case "not":
      return { not: joined(node.nodes.map(buildNode)) };
    case "trash":
      return { trashed: node.value };
  }
}

function condition({ operator, value, tz }: FieldNode): Where {
  return { [operator]: value, ...(tz !== undefined && ZONED.includes(operator) ? { tz } : {}) };
}

function linked({ quantifier, nodes, edge }: LinkNode): Where {
  return { [quantifier]: joined(nodes.map(buildNode)), ...(edge?.length ? { edge: merged(edge.map(buildNode)) } : {}) };
}

/** What links carry knows no `and`: conditions on one field stand in one object, of which each operator takes one value. */
function merged(parts: readonly Where[]): Where {
  const all: Where = {};
  for (const [name, value] of parts.flatMap((where) => Object.entries(where))) {
    all[name] = name in all && isObject(all[name]) && isObject(value) ? merged([all[name], value]) : value;
  }
  return all;
}

function isObject(value: unknown): value is Where {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function nested(path: readonly string[], inner: Where): Where {
  return path.reduceRight<Where>((where, name) => ({ [name]: where }), inner);
}

/** Filters side by side in one object where they speak of different things, else in `and`. */
function joined(parts: readonly Where[]): Where {
  const names = parts.flatMap((where) => Object.keys(where));
  if (new Set(names).size === names.length) return Object.assign({}, ...parts) as Where;
  return { and: [...parts] };
}
