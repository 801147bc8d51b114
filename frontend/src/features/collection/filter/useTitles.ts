import { shallowRef, triggerRef, watch, type Ref } from "vue";
import { ask } from "../../../gql";
import type { FilterNode } from "../../../filter";
import { FILTER_TITLES } from "../collection.graphql";

const known = shallowRef(new Map<string, string>());

/** The titles of the entries that conditions name. Until one is known, an ellipsis stands for it. */
export function useTitles(nodes: Ref<readonly FilterNode[] | null>): { titleOf: (id: string) => string; learn: (id: string, title: string) => void } {
  watch(nodes, (all) => void askMissing(all ?? []), { immediate: true });
  return { titleOf: (id) => known.value.get(id) ?? "…", learn };
}

function learn(id: string, title: string): void {
  known.value.set(id, title);
  triggerRef(known);
}

async function askMissing(nodes: readonly FilterNode[]): Promise<void> {
  const ids = [...new Set(nodes.flatMap(idsOf))].filter((id) => !known.value.has(id)).slice(0, 100);
  if (ids.length === 0) return;
  try {
    const { entries } = await ask(FILTER_TITLES, { ids });
    for (const { id, title } of entries.nodes) known.value.set(id, title);
    // What is gone is named by the end of its id, which tells it from others.
    for (const id of ids) if (!known.value.has(id)) known.value.set(id, `…${id.slice(-6)}`);
    triggerRef(known);
  } catch {
    // The list itself tells that the server does not answer.
  }
}

function idsOf(node: FilterNode): string[] {
  switch (node.kind) {
    case "field":
      return node.path[0] === "id" && node.path.length === 1 ? (Array.isArray(node.value) ? node.value : [node.value]).map(String) : [];
    case "link":
      return node.nodes.flatMap(idsOf);
    case "any":
      return node.alternatives.flat().flatMap(idsOf);
    case "not":
      return node.nodes.flatMap(idsOf);
    case "trash":
      return [];
  }
}
