/** Colours of a chart, read from the design tokens, which the theme of the page decides. */
export interface ChartColors {
  series: string[];
  text: string;
  muted: string;
  line: string;
  hair: string;
  background: string;
  surface: string;
  selected: string;
  primary: string;
  warning: string;
  danger: string;
  font: string;
}

/** The colours that hold now; ask again when the theme changes. */
export function chartColors(element: Element = document.documentElement): ChartColors {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  return {
    series: [1, 2, 3, 4, 5, 6].map((number) => token(`--series-${number}`)),
    text: token("--color-text"),
    muted: token("--color-muted"),
    line: token("--color-line"),
    hair: token("--color-hair"),
    background: token("--color-bg"),
    surface: token("--color-surface"),
    selected: token("--color-selected"),
    primary: token("--color-primary"),
    warning: token("--color-warning"),
    danger: token("--color-danger"),
    font: token("--font-ui"),
  };
}

/** Patterns that tell series apart without colour: plain, hatched, dotted, crossed, hatched the other way, dashed. */
export interface Pattern {
  symbol: string;
  rotation: number;
  dashArrayX: number[] | number[][];
  dashArrayY: number[];
  symbolSize: number;
}

const PATTERNS: readonly (Pattern | null)[] = [
  null,
  { symbol: "rect", rotation: -Math.PI / 4, dashArrayX: [1, 0], dashArrayY: [2, 4], symbolSize: 1 },
  { symbol: "circle", rotation: 0, dashArrayX: [[6, 6], [0, 6, 6, 0]], dashArrayY: [6, 0], symbolSize: 0.35 },
  { symbol: "rect", rotation: 0, dashArrayX: [1, 0], dashArrayY: [2, 5], symbolSize: 1 },
  { symbol: "rect", rotation: Math.PI / 4, dashArrayX: [1, 0], dashArrayY: [2, 4], symbolSize: 1 },
  { symbol: "rect", rotation: Math.PI / 2, dashArrayX: [1, 0], dashArrayY: [2, 5], symbolSize: 1 },
];

/** The pattern of a series, in a colour that stands out from its own. */
export function patternOf(index: number, colors: ChartColors): (Pattern & { color: string }) | { symbol: "none" } {
  const pattern = PATTERNS[index % PATTERNS.length];
  return pattern ? { ...pattern, color: mix(colors.background) } : { symbol: "none" };
}

/** How lines are told apart without colour. */
export const DASHES: readonly ("solid" | "dashed" | "dotted" | number[])[] = ["solid", [8, 3], "dotted", [10, 3, 2, 3], [4, 4], [12, 3, 3, 3, 3, 3]];
/** Markers of lines, for the same end. */
export const MARKERS = ["circle", "rect", "triangle", "diamond", "emptyCircle", "emptyRect"] as const;

/** A colour of the tokens, `#rrggbb`, let through a little less than half. */
function mix(color: string): string {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  return `rgba(${red}, ${green}, ${blue}, 0.5)`;
}

/** What stands where nothing was measured: strokes at 45 degrees. */
export function hatching(color: string): { image: HTMLCanvasElement; repeat: "repeat" } {
  const image = document.createElement("canvas");
  image.width = image.height = 8;
  const pen = image.getContext("2d");
  if (pen) {
    pen.strokeStyle = color;
    pen.lineWidth = 1.5;
    pen.beginPath();
    for (const shift of [-8, 0, 8]) {
      pen.moveTo(shift, 8);
      pen.lineTo(shift + 8, 0);
    }
    pen.stroke();
  }
  return { image, repeat: "repeat" };
}
