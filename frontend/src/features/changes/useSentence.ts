import { useI18n } from "vue-i18n";
import { useFormats } from "../../format";
import { fieldOf, useModel } from "../../model";
import type { LoggedChange } from "./changes.graphql";
import { actionsOf, type ChangeSet } from "./changeSets";

/** A change set in a sentence: what was done, to what, and what more there is to say. */
export interface Sentence {
  verb: string;
  what: string;
  more: string;
}

/** As many kinds of actions are told in a row. */
const TOLD = 2;

export function useSentence(): { sentenceOf: (set: ChangeSet) => Sentence; fieldsWords: (change: LoggedChange) => string; titleOf: (change: LoggedChange) => string } {
  const { t } = useI18n();
  const { model } = useModel();
  const formats = useFormats();
  return { sentenceOf, fieldsWords, titleOf };

  function sentenceOf(set: ChangeSet): Sentence {
    const [first] = set.changes;
    if (!first) return { verb: "", what: "", more: "" };
    return set.changes.length === 1 ? ofOne(first) : ofMany(set);
  }

  function ofOne(change: LoggedChange): Sentence {
    const type = model.value.byName(change.type)?.label ?? change.type;
    const fields = change.operation === "UPDATED" || change.operation === "LINKED" || change.operation === "UNLINKED" ? fieldsWords(change) : "";
    return { verb: t(`changes.verbs.${change.operation}`), what: `${type} ${titleOf(change)}`.trim(), more: fields };
  }

  function ofMany(set: ChangeSet): Sentence {
    const actions = actionsOf(set);
    const [most, ...others] = actions.map(({ operation, type, count }) => {
      const known = model.value.byName(type);
      const noun = known ? (count === 1 ? known.label : known.pluralLabel) : type;
      return { verb: t(`changes.verbs.${operation}`), what: `${formats.value.number(count)} ${noun}` };
    });
    const told = others.slice(0, TOLD).map(({ verb, what }) => (verb === most?.verb ? what : `${verb} ${what}`));
    const rest = others.length - told.length;
    const more = [...told, ...(rest > 0 ? [t("changes.andMore", { count: formats.value.number(rest) }, rest)] : [])].join(", ");
    return { verb: most?.verb ?? "", what: most?.what ?? "", more: set.reason && more === "" ? `“${set.reason}”` : more };
  }

  /** The fields that were touched, in their own words. */
  function fieldsWords({ type, fields }: LoggedChange): string {
    const known = model.value.byName(type);
    return fields.map((name) => (known && fieldOf(known, name)?.label) || name).join(", ");
  }

  function titleOf({ entry, operation, patch }: LoggedChange): string {
    if (entry) return entry.title;
    const name = patch.find(({ path }) => path === "/name" || path === "/title");
    return typeof name?.value === "string" ? name.value : operation === "PURGED" ? t("changes.gone") : "";
  }
}
