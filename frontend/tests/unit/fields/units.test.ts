import { describe, expect, it } from "vitest";
import { converting, handyUnits, otherUnit, switchUnit } from "../../../src/fields/units";
import { temperature, volume } from "./fields";

const amount = volume("amount");

describe("a unit switch", () => {
  it("converts the number and gives it back exactly", () => {
    const ounces = switchUnit(amount, { number: "120", unit: "ML" }, "FL_OZ");
    expect(ounces).toEqual({ number: "4.05768", unit: "FL_OZ", from: { number: "120", unit: "ML" } });
    expect(switchUnit(amount, ounces, "ML")).toEqual({ number: "120", unit: "ML" });
    expect(switchUnit(amount, ounces, "L")).toEqual({ number: "0.12", unit: "L", from: { number: "120", unit: "ML" } });
  });

  it("only changes the unit of a number that is none yet", () => {
    expect(switchUnit(amount, { number: "", unit: "ML" }, "FL_OZ")).toEqual({ number: "", unit: "FL_OZ" });
    expect(switchUnit(amount, { number: "12a", unit: "ML" }, "FL_OZ")).toEqual({ number: "12a", unit: "FL_OZ" });
  });

  it("minds units whose zero lies elsewhere", () => {
    expect(converting(temperature("t"), { number: "70", unit: "CEL" }, "DEGF")).toBeCloseTo(158, 9);
    expect(converting(temperature("t"), { number: "0", unit: "K" }, "CEL")).toBeCloseTo(-273.15, 9);
  });
});

describe("the units at hand", () => {
  it("are the field's own, those in use, and the counterpart", () => {
    expect(handyUnits(amount, ["CUP"]).map((unit) => unit.unit)).toEqual(["ML", "CUP", "FL_OZ"]);
    expect(handyUnits(temperature("t"), []).map((unit) => unit.unit)).toEqual(["CEL", "DEGF", "K"]);
  });

  it("say the other half of a conversion", () => {
    expect(otherUnit(amount, "ML", null)).toBe("FL_OZ");
    expect(otherUnit(amount, "FL_OZ", null)).toBe("ML");
    expect(otherUnit(amount, "ML", "L")).toBe("L");
  });
});
