export { fixed, operation, type DataOf, type Operation } from "./operation";
export { ENTRY_PARTS, LINKED_PARTS, ownParts, selectField, selectFields, type SelectOptions } from "./select";
export { countDocument, listDocument, type ListData, type ListOptions, type ListPage, type ListVariables, type Order, type Where } from "./list";
export * from "./any.graphql";
export { entryDocument } from "./entry";
export { statsDocument, type GroupBy, type NumberStat, type StatGroup, type StatKey, type StatsVariables } from "./stats";
export * from "./writes";
