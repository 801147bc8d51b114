import type { AnyNode, FilterNode, LinkNode, NotNode, TrashNode } from "../../../filter";
import type { EntryType } from "../../../model";

/** A condition made of others. */
export type GroupNode = AnyNode | NotNode | LinkNode;

export const isGroup = (node: FilterNode): node is GroupNode => node.kind === "any" || node.kind === "not" || node.kind === "link";

/** What a list of conditions may begin with, beside a field. */
export type GroupKind = "any" | "not" | "trash";

/**
 * Groups can stand anywhere but among conditions on what links carry; the trash is asked for once, of the list itself,
 * where entries can be thrown away.
 */
export function groupKinds(type: EntryType, nested: boolean): GroupKind[] {
  if (type.kind !== "ENTRY" && type.kind !== "SERIES") return [];
  return nested || type.kind !== "ENTRY" ? ["any", "not"] : ["any", "not", "trash"];
}

/** A group as it is begun. */
export function begun(kind: GroupKind): GroupNode | TrashNode {
  switch (kind) {
    case "any":
      return { kind, alternatives: [[], []] };
    case "not":
      return { kind, nodes: [] };
    case "trash":
      return { kind, value: "INCLUDE" };
  }
}

/** Of conditions on what links carry, those that can stand together: the last of each operator of a field. */
export function onePerOperator(nodes: readonly FilterNode[]): FilterNode[] {
  const keyOf = (node: FilterNode): string => (node.kind === "field" ? [...node.path, node.operator].join(".") : node.kind);
  return [...new Map(nodes.map((node) => [keyOf(node), node])).values()];
}

/**
 * A group as it is applied: without alternatives that say nothing, of which the API would say that none holds. Null while
 * it says nothing at all.
 */
export function settled(node: GroupNode): FilterNode | null {
  switch (node.kind) {
    case "any": {
      const alternatives = node.alternatives.filter((nodes) => nodes.length > 0);
      const [only] = alternatives;
      if (!only) return null;
      return alternatives.length === 1 && only.length === 1 ? (only[0] as FilterNode) : { kind: "any", alternatives };
    }
    case "not":
      return node.nodes.length > 0 ? node : null;
    case "link": {
      const { edge, ...link } = node;
      if (node.nodes.length === 0 && !edge?.length) return null;
      return edge?.length ? node : link;
    }
  }
}
