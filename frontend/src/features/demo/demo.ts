import { fixed } from "../../documents";
import { ask } from "../../gql";
import { DEMO_CLEAR, DEMO_LOAD, DEMO_OFFERED } from "./demo.graphql";

/** What of one's own hangs on the demo. */
export interface Hanging {
  entries: number;
  samples: number;
  /** Entries of one's own that would go along. */
  along: number;
  /** Those that would stay, without their links to it. */
  unlinked: number;
}

export interface DemoDone {
  entries: number;
  samples: number;
}

/** What clearing would do: remove so much, or nothing because of what hangs on it. */
export type Clearing = { kind: "would"; going: DemoDone } | { kind: "held"; hanging: Hanging };

export async function demoIsOffered(): Promise<boolean> {
  return (await ask(fixed(DEMO_OFFERED), {})).payload !== null;
}

export async function loadDemo(tz: string): Promise<DemoDone> {
  const { demoLoad } = await ask(fixed(DEMO_LOAD, "mutation"), { tz });
  refuse(demoLoad.errors);
  return { entries: demoLoad.created, samples: demoLoad.samples };
}

export async function tryClearing(): Promise<Clearing> {
  const { demoClear } = await ask(fixed(DEMO_CLEAR, "mutation"), { force: false, dryRun: true });
  const held = demoClear.errors.find(({ code }) => code === "RESTRICTED");
  if (held && "params" in held) return { kind: "held", hanging: held.params as Hanging };
  refuse(demoClear.errors);
  return { kind: "would", going: { entries: demoClear.created, samples: demoClear.samples } };
}

/** Removes it for good; `force` with what of one's own cannot be without it. */
export async function clearDemo(force: boolean): Promise<DemoDone> {
  const { demoClear } = await ask(fixed(DEMO_CLEAR, "mutation"), { force, dryRun: false });
  refuse(demoClear.errors);
  return { entries: demoClear.created, samples: demoClear.samples };
}

function refuse(errors: readonly { message: string }[]): void {
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join(" "));
}
