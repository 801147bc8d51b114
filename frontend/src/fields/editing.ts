import type { InjectionKey } from "vue";
import type { EntryField, EntryType } from "../model";
import type { Draft, LinkDraft, ObjectDraft } from "./drafts";

/** What every editor of a value takes. Of a list field, editors of one item get it without `list`. */
export interface EditorProps {
  field: EntryField;
  modelValue: Draft | undefined;
  /** The id of the control that a label points to. */
  id: string;
  /** The element that names a group of controls. */
  labelledBy?: string;
  /** The element that says what is wrong or unusual. */
  describedBy?: string;
  invalid?: boolean;
  unusual?: boolean;
  /** Within a cell of a table: one line, nothing below. */
  compact?: boolean;
}

/** What editors tell. */
export interface EditorEmits {
  "update:modelValue": [draft: Draft];
}

/** The record that is edited: lets links be made together with it, and editors know what is beside them. */
export interface Editing {
  type: EntryType;
  drafts: ObjectDraft;
  /** Fills in a record that is to be linked, and answers it once it can be; null when that was given up. */
  fillIn?: (target: EntryType, typed: string) => Promise<LinkDraft | null>;
}

export const EDITING: InjectionKey<() => Editing> = Symbol("editing");
