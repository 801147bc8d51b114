export { default as FieldEditor } from "./FieldEditor.vue";
export { default as FieldValue } from "./FieldValue.vue";
export { draftOf, draftsOf } from "./filling";
export { readDraft, type Input, type Reading } from "./reading";
export { plainText, problemText } from "./wording";
export type { Draft, ObjectDraft } from "./drafts";
export type { Problem } from "./rules";
