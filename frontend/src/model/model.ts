import type { EntryField, EntryType } from "./entry-type";

/** All record types with the ways to find one. Immutable: when definitions change there is another one. */
export class Model {
  readonly #named: ReadonlyMap<string, EntryType>;
  readonly #plural: ReadonlyMap<string, EntryType>;

  constructor(readonly types: readonly EntryType[]) {
    // A former name never hides the name of a type that exists.
    this.#named = new Map([...former(types), ...types.map((type) => [type.name, type] as const)]);
    this.#plural = new Map(types.map((type) => [type.plural, type]));
  }

  /** The type of that name, or that once had it. */
  byName(name: string): EntryType | undefined {
    return this.#named.get(name);
  }

  /** The type whose list has that name, such as `feedings`; a type's name, also a former one, leads there too. */
  byPlural(plural: string): EntryType | undefined {
    return this.#plural.get(plural) ?? this.#named.get(plural);
  }

  /** The type that a link leads to; none when it may lead to entries of any type. */
  target(field: EntryField): EntryType | undefined {
    return field.target === null ? undefined : this.byName(field.target);
  }
}

/** The field of that name, or that once had it. */
export function fieldOf(type: Pick<EntryType, "fields">, name: string): EntryField | undefined {
  return type.fields.find((field) => field.name === name) ?? type.fields.find((field) => field.formerNames.includes(name));
}

/** Whether the records are samples of a series: without ids, known by what is measured and when. */
export function isSeries(type: Pick<EntryType, "kind">): boolean {
  return type.kind === "SERIES";
}

function former(types: readonly EntryType[]): [string, EntryType][] {
  return types.flatMap((type) => type.formerNames.map((name): [string, EntryType] => [name, type]));
}
