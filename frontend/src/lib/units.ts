/** How a unit of the API is written; one that is not listed is written as the API names it. */
const SYMBOLS: Readonly<Record<string, string>> = {
  ML: "mL", L: "L", FL_OZ: "fl oz", CUP: "cup", TSP: "tsp", TBSP: "tbsp",
  UG: "µg", MG: "mg", G: "g", KG: "kg", OZ: "oz", LB: "lb", ST: "st",
  MM: "mm", CM: "cm", M: "m", KM: "km", IN: "in", FT: "ft", MI: "mi",
  CEL: "°C", DEGF: "°F", K: "K", S: "s", MIN: "min", H: "h", D: "d", KCAL: "kcal", KJ: "kJ",
  KCAL_PER_FL_OZ: "kcal/fl oz", KCAL_PER_100_ML: "kcal/100 mL", KCAL_PER_ML: "kcal/mL",
  MMHG: "mmHg", KPA: "kPa", HPA: "hPa", BAR: "bar", PSI: "psi", PERCENT: "%", ONE: "1", PPM: "ppm",
  MG_PER_DL: "mg/dL", MMOL_PER_L: "mmol/L", PER_MIN: "/min", LUX: "lx",
  M_PER_S: "m/s", KM_PER_H: "km/h", MI_PER_H: "mph", MIN_PER_KM: "min/km", W: "W", DEG: "°", RAD: "rad",
};

/** The symbol of a unit, such as `mL` for `ML`. */
export function unitSymbol(unit: string): string {
  return SYMBOLS[unit] ?? unit;
}
