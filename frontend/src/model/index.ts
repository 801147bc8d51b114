export * from "./entry-type";
export * from "./values";
export { Model, fieldOf, isSeries } from "./model";
export { useModel, loadedModel, type ModelState, type UseModel } from "./useModel";
export { ownField } from "./own-field";
