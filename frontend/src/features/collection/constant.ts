import type { FilterNode } from "../../filter";
import { chosenIds } from "./filter/describe";

/** Fields that a filter holds at one value: their columns are quieter, since they say the same in every row. */
export function constantFields(nodes: readonly FilterNode[]): ReadonlySet<string> {
  return new Set(nodes.flatMap((node) => {
    if (node.kind === "link") return node.quantifier === "is" && chosenIds(node)?.length === 1 ? [node.field] : [];
    if (node.kind !== "field" || node.path.length !== 1) return [];
    const single = node.operator === "eq" || (node.operator === "in" && Array.isArray(node.value) && node.value.length === 1) || (node.operator === "isNull" && node.value === true);
    return single ? node.path : [];
  }));
}
