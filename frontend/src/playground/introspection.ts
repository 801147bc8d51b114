import type {
  IntrospectionEnumType,
  IntrospectionField,
  IntrospectionInputObjectType,
  IntrospectionInputValue,
  IntrospectionNamedTypeRef,
  IntrospectionObjectType,
  IntrospectionQuery,
  IntrospectionType,
  IntrospectionTypeRef,
} from "graphql";

/**
 * The API's schema as it travelled. To build a `GraphQLSchema` of it is work for every type and field, which the editor
 * has done after it stands; an example needs a handful of types.
 */
export class Introspection {
  readonly #schema: IntrospectionQuery["__schema"];
  readonly #types: ReadonlyMap<string, IntrospectionType>;

  constructor({ __schema }: IntrospectionQuery) {
    this.#schema = __schema;
    this.#types = new Map(__schema.types.map((type) => [type.name, type]));
  }

  has(name: string): boolean {
    return this.#types.has(name);
  }

  object(name: string): IntrospectionObjectType | null {
    const type = this.#types.get(name);
    return type?.kind === "OBJECT" ? type : null;
  }

  input(name: string): IntrospectionInputObjectType | null {
    const type = this.#types.get(name);
    return type?.kind === "INPUT_OBJECT" ? type : null;
  }

  enumeration(name: string): IntrospectionEnumType | null {
    const type = this.#types.get(name);
    return type?.kind === "ENUM" ? type : null;
  }

  /** What can be asked for, changed or followed. */
  operations(kind: "query" | "mutation" | "subscription"): readonly IntrospectionField[] {
    const root = this.#schema[`${kind}Type`];
    return (root && this.object(root.name)?.fields) ?? [];
  }
}

/** The type at the bottom of lists and of "not null". */
export function namedType(type: IntrospectionTypeRef): IntrospectionNamedTypeRef {
  let named = type;
  while (named.kind === "LIST" || named.kind === "NON_NULL") named = named.ofType;
  return named;
}

export function isList(type: IntrospectionTypeRef): boolean {
  return type.kind === "LIST" || (type.kind === "NON_NULL" && type.ofType.kind === "LIST");
}

/** Scalars and enumerations: what a selection ends at. */
export function isLeaf(type: IntrospectionTypeRef): boolean {
  return ["SCALAR", "ENUM"].includes(namedType(type).kind);
}

/** Whether nothing works without this value. */
export function isRequired({ type, defaultValue }: IntrospectionInputValue): boolean {
  return type.kind === "NON_NULL" && (defaultValue ?? null) === null;
}

/** The field of this name. */
export function called<Field extends { name: string }>(fields: readonly Field[], name: string): Field | null {
  return fields.find((field) => field.name === name) ?? null;
}
