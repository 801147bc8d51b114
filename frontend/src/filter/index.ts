export * from "./nodes";
export { buildWhere } from "./build";
export { meets } from "./evaluate";
export { parseWhere } from "./parse";
export { DEEPEST, filterFields, offered, ownFields, scalarKind, usual, valueKind, type FilterField, type ValueKind } from "./choices";
