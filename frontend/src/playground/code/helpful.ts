import type { Extension } from "@codemirror/state";
import type { CodeEditor } from "./code-editor";
import type { Disposable } from "./model";

/** What an editor offers beyond showing its text. */
type Help = (editor: CodeEditor) => Extension;

/** At the latest after this long the rest is fetched, even if the page never comes to rest, in milliseconds. */
const PATIENCE = 500;

let stand: () => void;

/** Done when the first editor stands and is to be seen. */
export const standing = new Promise<void>((resolve) => (stand = resolve));

let help: Help | null = null;
let asked = false;
const waiting = new Set<() => void>();

/** The help there is by now. */
export function helpFor(editor: CodeEditor): Extension {
  return help?.(editor) ?? [];
}

/**
 * Calls `then` once help is there, or at once. Nobody needs help before there is something to see, so the first who
 * waits for it has it fetched after the next paint.
 */
export function whenHelpful(then: () => void): Disposable {
  if (help) {
    then();
    return { dispose: () => undefined };
  }
  waiting.add(then);
  if (!asked) {
    asked = true;
    afterPaint(() => {
      stand();
      void fetchHelp();
    });
  }
  return { dispose: () => waiting.delete(then) };
}

/** Calls `then` when the page has been painted and has nothing else to do. */
function afterPaint(then: () => void): void {
  requestAnimationFrame(() => setTimeout(() => whenIdle(then)));
}

function whenIdle(then: () => void): void {
  // Safari has learnt it late.
  if ("requestIdleCallback" in globalThis) requestIdleCallback(() => then(), { timeout: PATIENCE });
  else setTimeout(then);
}

/** Without the help, when it cannot be fetched, there are editors all the same. */
async function fetchHelp(): Promise<void> {
  const fetched = await import("./help").catch(() => null);
  help = fetched?.help ?? (() => []);
  for (const then of [...waiting]) then();
  waiting.clear();
}
