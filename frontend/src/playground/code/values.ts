/*
 * Small values that GraphiQL takes from modules of Monaco: keys, places in a text, addresses of texts.
 */

/** A place in a text; lines and columns count from 1. */
export interface Position {
  lineNumber: number;
  column: number;
}

/** Modifiers of a key binding. GraphiQL adds them to the key: `KeyMod.Shift | KeyMod.WinCtrl | KeyCode.KeyP`. */
export const KeyMod = { CtrlCmd: 1 << 11, Shift: 1 << 10, Alt: 1 << 9, WinCtrl: 1 << 8 } as const;

/** The keys that GraphiQL binds. */
export const KeyCode = { Enter: 3, KeyC: 33, KeyM: 43, KeyP: 46 } as const;

const KEY_NAMES: Readonly<Record<number, string>> = {
  [KeyCode.Enter]: "Enter",
  [KeyCode.KeyC]: "c",
  [KeyCode.KeyM]: "m",
  [KeyCode.KeyP]: "p",
};

const MODIFIERS: readonly [number, string][] = [
  [KeyMod.CtrlCmd, "Mod"],
  [KeyMod.WinCtrl, "Ctrl"],
  [KeyMod.Alt, "Alt"],
  [KeyMod.Shift, "Shift"],
];

/** A binding as CodeMirror writes it, such as `Ctrl-Shift-p`; null for a key that is not known here. */
export function keyName(binding: number): string | null {
  const key = KEY_NAMES[binding & 0xff];
  if (key === undefined) return null;
  return [...MODIFIERS.filter(([flag]) => binding & flag).map(([, name]) => name), key].join("-");
}

/** A stretch of text between two places. */
export class Range {
  constructor(
    readonly startLineNumber: number,
    readonly startColumn: number,
    readonly endLineNumber: number,
    readonly endColumn: number,
  ) {}
}

/** The address of a text, such as `/r1-operation.graphql`. */
export class URI {
  private constructor(readonly path: string) {}

  static file(path: string): URI {
    return new URI(path.startsWith("/") ? path : `/${path}`);
  }

  toString(): string {
    return `file://${this.path}`;
  }
}

/** GraphiQL repairs this part of Monaco in Firefox; here is nothing to repair. */
export const MouseTargetFactory = {};
