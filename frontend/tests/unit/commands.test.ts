import { expect, test } from "vitest";
import { commandExample, ingestExample } from "../../src/features/api/examples";
import { field, recordType } from "./types";

const now = new Date("2026-03-04T05:06:07Z");
const origin = "http://localhost:8080";

const plant = recordType("Plant", [
  field("name", "String", { required: true }),
  field("bed", "Bed", { target: "Bed" }),
  field("height", "Quantity", { unit: "CM", min: 0, max: 12000 }),
]);
const harvest = recordType("Harvest", [field("plant", "Plant", { required: true, target: "Plant" })]);
const reading = recordType(
  "SoilReading",
  [
    field("probe", "Probe", { required: true, target: "Probe" }),
    field("at", "DateTime", { required: true }),
    field("moisture", "Quantity", { unit: "PERCENT" }),
    field("note", "String"),
  ],
  { kind: "SERIES" },
);

test("shows a sample of a series before any entry, and has its link made", () => {
  expect(ingestExample([plant, reading], origin, now)).toEqual({
    type: reading,
    command: [
      "curl 'http://localhost:8080/ingest/SoilReading?create=probe' \\",
      "  -H 'Content-Type: application/json' \\",
      `  -d '{"probe":"example","at":"2026-03-04T05:06:00Z","moisture":{"value":45,"unit":"PERCENT"}}'`,
    ].join("\n"),
  });
});

test("shows an entry that needs no other when there is no series", () => {
  expect(ingestExample([harvest, plant], origin, now)?.command).toContain(
    `/ingest/Plant' \\\n  -H 'Content-Type: application/json' \\\n  -d '{"name":"example","height":{"value":52,"unit":"CM"}}'`,
  );
});

test("shows nothing when every entry needs another", () => {
  expect(ingestExample([harvest], origin, now)).toBeNull();
});

test("asks the calculator in the older format", () => {
  expect(commandExample(origin)).toContain(`-d '{"command":"feeding_calc","data":{"calories":"20","volume":"67"}}'`);
});
