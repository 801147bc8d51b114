export { buildCreate, buildPatch, changedFields, editableFields, type Built } from "./inputs";
export { newId, newKey } from "./ids";
export { conflictOf, placeMistakes, placeWarnings } from "./mistakes";
export { isOwnChangeSet, isWriting, useOwnChanges, type OwnChange } from "./ownChanges";
export { useSaving, type UseSaving } from "./useSaving";
export { useWrites, type Outcome, type UseWrites, type SubmitOptions } from "./useWrites";
export { useUndoKey } from "./useUndoKey";
