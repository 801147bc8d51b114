import type { Order } from "../../documents";
import { fieldOf, type EntryField, type Model } from "../../model";

/** How a list is sorted by a link: by the field that its target's title begins with, else by when that took place. */
export function linkOrder(model: Model): (field: EntryField, direction: string) => Order | null {
  return (field, direction) => {
    const target = model.target(field);
    if (!target) return null;
    const named = [...(target.title ?? "").matchAll(/\{(\w+)\}/g)].map((found) => fieldOf(target, found[1] ?? ""));
    const first = named.find((part) => part?.sortable && part.kind === "SCALAR") ?? target.fields.find((part) => part.sortable && part.type === "String" && !part.list);
    return { [first?.name ?? "createdAt"]: direction };
  };
}
