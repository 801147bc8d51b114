// Documents for a schema: many right ones, more that are wrong in one place, and some that only look like documents.

import { getNamedType, isAbstractType, isCompositeType, isEnumType, isInputObjectType, isListType, isNonNullType } from "graphql";

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A document of one operation or two, with fragments and variables. */
export class Generator {
  constructor(schema, seed) {
    this.schema = schema;
    this.next = random(seed);
    this.composites = Object.values(schema.getTypeMap()).filter((type) => isCompositeType(type) && !type.name.startsWith("__"));
  }

  document() {
    this.fragments = [];
    this.variables = new Map();
    // Most documents are right; of the others each choice is wrong now and then.
    this.wrongness = this.chance(0.4) ? 0 : 0.03;
    const root = this.chance(0.85) ? this.schema.getQueryType() : this.schema.getMutationType();
    const selection = this.selection(root, 3);
    const keyword = root === this.schema.getQueryType() ? "query" : "mutation";
    if (this.wrong()) this.variables.set("unused", "Int");
    if (this.wrong() && this.variables.size > 0) this.variables.delete([...this.variables.keys()][0]);
    const declared = [...this.variables].map(([name, type]) => `$${name}: ${type}`);
    if (this.wrong() && declared.length > 0) declared.push(declared[0]);
    const variables = declared.length > 0 ? `(${declared.join(", ")})` : "";
    if (this.wrong()) this.fragments.push(`fragment Unused on ${root.name} { __typename }`);
    const text = [`${keyword} Q${variables} ${selection}`, ...this.fragments, "query Ok { __typename }"].join("\n");
    return this.chance(0.12) ? this.broken(text) : text;
  }

  selection(type, depth) {
    const count = 1 + Math.floor(this.next() * 3);
    const items = Array.from({ length: count }, () => this.item(type, depth));
    return `{ ${items.join(" ")} }`;
  }

  item(type, depth) {
    if (depth > 0 && this.chance(0.12)) return this.inline(type, depth);
    if (depth > 0 && this.chance(0.08)) return this.spread(type, depth);
    if (this.chance(0.1)) return `${this.alias()}__typename${this.directives()}${this.wrong() ? "(x: 1)" : ""}`;
    const fields = Object.values(type.getFields?.() ?? {});
    const leaves = fields.filter((field) => !isCompositeType(getNamedType(field.type)));
    const from = depth === 0 || (leaves.length > 0 && this.chance(0.4)) ? leaves : fields;
    const field = this.pick(from.length > 0 ? from : fields);
    if (field === undefined || this.wrong()) return `${this.alias()}nameless`;
    return this.field(field, depth);
  }

  field(field, depth) {
    const named = getNamedType(field.type);
    const composite = isCompositeType(named) !== this.wrong();
    if (composite && depth === 0) return "__typename";
    const below = composite ? ` ${isCompositeType(named) ? this.selection(named, depth - 1) : "{ x }"}` : "";
    return `${this.alias()}${field.name}${this.arguments(field.args)}${this.directives()}${below}`;
  }

  alias() {
    return this.chance(0.15) ? `${this.pick(["a", "b", "on", "null", "query"])}: ` : "";
  }

  inline(type, depth) {
    const condition = this.condition(type);
    return `...${condition === undefined ? "" : ` on ${condition.name}`}${this.directives()} ${this.selection(condition ?? type, depth - 1)}`;
  }

  spread(type, depth) {
    const condition = this.condition(type) ?? type;
    const name = this.wrong() ? "Missing" : `F${this.fragments.length}`;
    this.fragments.push("");
    const place = this.fragments.length - 1;
    const inner = this.wrong() ? `{ ...F${place} }` : this.selection(condition, depth - 1);
    this.fragments[place] = `fragment F${place} on ${condition.name} ${inner}`;
    return `...${name}${this.directives()}`;
  }

  /** A type that a fragment may ask for here, mostly. */
  condition(type) {
    if (this.wrong()) return this.chance(0.5) ? this.pick(this.composites) : { name: "String", getFields: () => ({}) };
    if (this.chance(0.3)) return undefined;
    if (isAbstractType(type) && this.chance(0.7)) return this.pick(this.schema.getPossibleTypes(type));
    const wider = type.getInterfaces?.() ?? [];
    return wider.length > 0 && this.chance(0.3) ? this.pick(wider) : type;
  }

  directives() {
    if (this.wrong()) return this.pick([" @nope", " @skip", ' @skip(if: "x")', " @include(if: true) @include(if: true)", " @deprecated"]);
    if (!this.chance(0.08)) return "";
    const condition = this.chance(0.5) ? "true" : this.variable("Boolean!");
    return ` @${this.pick(["skip", "include"])}(if: ${condition})`;
  }

  arguments(declared) {
    const given = [];
    for (const argument of declared) {
      const required = isNonNullType(argument.type) && argument.defaultValue === undefined;
      if (required !== this.wrong() || (!required && this.chance(0.25))) given.push(`${argument.name}: ${this.value(argument.type, 2)}`);
    }
    if (this.wrong()) given.push("nameless: 1");
    if (this.wrong() && given.length > 0) given.push(given[0]);
    return given.length > 0 ? `(${given.join(", ")})` : "";
  }

  variable(type) {
    const name = `v${this.variables.size}`;
    const declared = this.wrong() ? this.pick(["Int", "[String!]", "TagFilter", `[${type}]`, "Boolean", "Missing", "Tag"]) : this.loosened(type);
    this.variables.set(name, declared);
    return `$${name}`;
  }

  /** A variable that is never null. */
  required(type) {
    const name = `v${this.variables.size}`;
    this.variables.set(name, type);
    return `$${name}`;
  }

  /** The type itself, or one whose values may stand there too. */
  loosened(type) {
    if (!type.endsWith("!")) return this.chance(0.2) ? `${type}!` : type;
    const plain = type.slice(0, -1);
    if (plain === "Boolean" && this.chance(0.3)) return "Boolean = true";
    return this.chance(0.04) ? plain : type;
  }

  value(type, depth, mayVary = true) {
    if (this.wrong()) return this.pick(["1", '"x"', "NOPE", "{nameless: 1}", "[1]", "null", "1.5", "true", "$missing", "{}"]);
    if (mayVary && this.chance(0.12)) return this.variable(String(type));
    if (isNonNullType(type)) return this.value(type.ofType, depth);
    if (isListType(type)) {
      if (this.chance(0.2)) return this.value(type.ofType, depth);
      return `[${Array.from({ length: Math.floor(this.next() * 3) }, () => this.value(type.ofType, depth)).join(", ")}]`;
    }
    if (isEnumType(type)) return this.pick(type.getValues()).name;
    if (isInputObjectType(type)) return this.object(type, depth);
    return this.leaf(type.name);
  }

  object(type, depth) {
    const fields = Object.values(type.getFields());
    if (type.isOneOf) {
      const field = this.pick(fields);
      // The reference overlooks a variable that may be null where the object around it is required.
      if (this.chance(0.2)) return `{${field.name}: ${this.required(`${field.type}!`)}}`;
      return `{${field.name}: ${this.value(field.type, depth - 1, false)}}`;
    }
    const given = [];
    for (const field of fields) {
      const required = isNonNullType(field.type) && field.defaultValue === undefined;
      if (required !== this.wrong() || (depth > 0 && this.chance(2 / fields.length))) given.push(`${field.name}: ${this.value(field.type, depth - 1)}`);
    }
    if (this.wrong() && given.length > 0) given.push(given[0]);
    return `{${given.join(", ")}}`;
  }

  leaf(name) {
    const text = () => this.pick(['"x"', '"\\ud83c\\udf7c"', '"\\u{1F37C}"', '"""a \\""" b"""', '""']);
    switch (name) {
      case "Int": return this.pick(["0", "-0", "7", "2147483647"]);
      case "Float": return this.pick(["0", "1.5", "-2e3", "7"]);
      case "Boolean": return this.pick(["true", "false"]);
      case "ID": return this.pick(['"x"', "12"]);
      case "String": return text();
      default: return this.pick(["1", text(), "1.5", "[1]", "{a: 1}", "ANY", "null"]);
    }
  }

  /** A text with one piece taken out, doubled or exchanged. */
  broken(text) {
    const pieces = text.match(/\s+|\w+|"""[^]*?"""|"(?:\\.|[^"\\])*"|[^]/g);
    const place = Math.floor(this.next() * pieces.length);
    const other = this.pick(["", pieces[place] + pieces[place], "!", "$", "...", "on", "01", "1.", '"\\ud83c"', '"\\u{110000}"', "#", "@", "=", "[", "fragment"]);
    return [...pieces.slice(0, place), other, ...pieces.slice(place + 1)].join("");
  }

  wrong() {
    return this.chance(this.wrongness);
  }

  chance(probability) {
    return this.next() < probability;
  }

  pick(items) {
    return items[Math.floor(this.next() * items.length)];
  }
}

/** A literal of a text, right or wrong: pieces of texts between one quote or three. */
export function literal(next) {
  const pieces = ["a", " ", "  ", "\t", "é", "🍼", "\\n", "\\\\", "\\/", '\\"', "\\u00e9", "\\ud83c\\udf7c", "\\u{1F37C}", "\\u{e9}", "\\ud83c",
    "\\u{}", "\\u{110000}", "\\x", "\\", '"', "\n", "\r\n", "\r", "\n    ", "\n  ", '\\"""', "#", "{", ","];
  const body = Array.from({ length: Math.floor(next() * 9) }, () => pieces[Math.floor(next() * pieces.length)]).join("");
  return next() < 0.5 ? `"${body}"` : `"""${body}"""`;
}
