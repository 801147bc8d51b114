/** One step of a JSON Patch (RFC 6902), as far as the change log uses it. */
export interface PatchStep {
  op: string;
  path: string;
  value?: unknown;
}

export interface PatchedVersion {
  version: number;
  patch: readonly PatchStep[];
}

/** The fields of an entry as they were in a version, from its changes in any order; null when some of them are missing. */
export function fieldsAt(changes: readonly PatchedVersion[], version: number): Record<string, unknown> | null {
  const steps = [...changes].filter((change) => change.version <= version).sort((one, other) => one.version - other.version);
  const versions = new Set(steps.map((step) => step.version));
  if (version > 0 && versions.size < version) return null;
  return steps.reduce<Record<string, unknown>>((fields, { patch }) => patched(fields, patch), {});
}

/** The value with the steps of a patch done; what was given stays as it is. */
export function patched(fields: Record<string, unknown>, patch: readonly PatchStep[]): Record<string, unknown> {
  return patch.reduce((done, step) => placed(done, partsOf(step.path), step) as Record<string, unknown>, fields);
}

/** The fields that a patch touches, by the first part of its paths. */
export function touched(patch: readonly PatchStep[]): string[] {
  return [...new Set(patch.map(({ path }) => partsOf(path)[0] ?? ""))].filter((name) => name !== "");
}

function placed(holder: unknown, [part, ...rest]: readonly string[], step: PatchStep): unknown {
  if (part === undefined) return step.op === "remove" ? undefined : step.value;
  if (Array.isArray(holder)) return placedInList(holder, part, rest, step);
  const fields = { ...(holder as Record<string, unknown> | undefined) };
  if (rest.length === 0 && step.op === "remove") return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== part));
  return { ...fields, [part]: placed(fields[part], rest, step) };
}

function placedInList(list: readonly unknown[], part: string, rest: readonly string[], step: PatchStep): unknown[] {
  const place = part === "-" ? list.length : Number(part);
  if (rest.length > 0) return list.map((item, index) => (index === place ? placed(item, rest, step) : item));
  const before = list.slice(0, place);
  if (step.op === "remove") return [...before, ...list.slice(place + 1)];
  return step.op === "add" ? [...before, step.value, ...list.slice(place)] : [...before, step.value, ...list.slice(place + 1)];
}

function partsOf(path: string): string[] {
  return path.split("/").slice(1).map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}
