import { computed, shallowRef } from "vue";
import { describe, expect, it } from "vitest";
import { useSelection } from "../../../src/features/collection/grid/useSelection";
import { Layout } from "../../../src/features/collection/rows/layout";
import { RowWindow } from "../../../src/features/collection/rows/window";
import { useGridKeys } from "../../../src/features/collection/useGridKeys";
import type { EntryRow } from "../../../src/model";
import { plant } from "./garden";

async function grid(): Promise<{ keys: ReturnType<typeof useGridKeys>; selected: () => string[] }> {
  const rows = Array.from({ length: 50 }, (_, index) => ({ cursor: `c${index}`, node: { id: `r${index}` } as EntryRow }));
  const window = new RowWindow({ source: { rows: async () => rows, count: async () => 50, marks: async () => null, skip: async () => null }, changed: () => undefined });
  await window.open();
  const selection = useSelection(() => 50);
  const keys = useGridKeys({
    type: plant, layout: shallowRef(new Layout([{ window, offset: 0, count: 50, group: null, closed: false }])), place: shallowRef({ line: 0, column: 0 }),
    columns: computed(() => 3), selection, pageSize: () => 10, moved: () => undefined,
  });
  return { keys, selected: () => [...selection.ids.value] };
}

describe("selecting by keys", () => {
  it("takes the range from the row that was selected last to where one went", async () => {
    const { keys, selected } = await grid();
    keys.moveTo(3);
    keys.toggle();
    for (let step = 0; step < 39; step += 1) keys.moveBy(1);
    keys.toggle(true);
    expect(selected()).toHaveLength(40);
    expect([selected()[0], selected()[39]]).toEqual(["r3", "r42"]);
  });

  it("extends with Shift from where moving with it began, also back", async () => {
    const { keys, selected } = await grid();
    keys.moveTo(5);
    keys.moveBy(1, true);
    keys.moveBy(1, true);
    keys.moveBy(-1, true);
    expect(selected()).toEqual(["r5", "r6"]);
  });

  it("stays within the list", async () => {
    const { keys, selected } = await grid();
    keys.moveBy(-5);
    keys.moveBy(500, true);
    expect(selected()).toHaveLength(50);
  });
});
