import { shallowRef, type ShallowRef } from "vue";
import { ask } from "../../gql/ask";
import { UNITS } from "./definitions.graphql";

/** A unit that a Quantity can be kept in, in the API's name and in words. */
export interface UnitChoice {
  value: string;
  label: string;
}

const units = shallowRef<UnitChoice[]>([]);
let asked: Promise<void> | null = null;

/** All units of the API, asked for once. Until then, or where that fails, none; the unit of a field stays what it is. */
export function useUnits(): Readonly<ShallowRef<UnitChoice[]>> {
  asked ??= load().catch(() => {
    asked = null;
  });
  return units;
}

async function load(): Promise<void> {
  const { __type: type } = await ask(UNITS, {});
  units.value = (type?.enumValues ?? []).map(({ name, description }) => ({ value: name, label: description?.replace(/\.$/, "") || name }));
}
