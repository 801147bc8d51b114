import { useI18n } from "vue-i18n";
import { useRouter } from "vue-router";
import {
  BATCH, type BatchOp, type BatchPayload, createDocument, createManyDocument, deleteDocument, deleteManyDocument, LINK_CREATE, LINK_DELETE, PURGE, RESTORE, samplesAddDocument, samplesDeleteDocument, UNDO,
  updateDocument, updateManyDocument, upsertDocument, type CreateManyVariables, type CreateVariables, type DeleteManyVariables, type DeleteVariables, type FreeLink,
  type InputError, type LinkCreateVariables, type ManyPayload, type Operation, type Payload, type PayloadBase, type SamplesPayload, type SelectOptions,
  type UpdateManyVariables, type UpdateVariables, type UpsertVariables, type WriteOptions, type WriteWarning,
} from "../documents";
import { describeFailure } from "../lib/failure";
import { AnswerMissing, RequestFailed } from "../lib/graphql";
import { useModel, type EntryRow, type EntryType } from "../model";
import { useToasts } from "../stores/toasts";
import { newKey } from "./ids";
import { dropOwnChange, lastOwnChange, noteOwnChange, noteWritten, whileWriting } from "./ownChanges";
import { send } from "./send";

/** What became of a write: it was done, what was to be written has mistakes, or there was no answer. */
export type Outcome<Answer> =
  | { kind: "done"; answer: Answer }
  | { kind: "mistakes"; errors: InputError[]; answer: Answer }
  | { kind: "failed"; failure: RequestFailed | AnswerMissing };

export interface SubmitOptions {
  /** What was done, in words, for the notice and for undoing it later; left out, words are made of the entry. */
  words?: string;
  /** No notice: the page itself shows what became of it. It can still be undone. */
  quiet?: boolean;
  /** What marks all tries of this write as one. A retry by hand after a failure gives the same. */
  key?: string;
  /** Told before each further try of a write that got no answer. */
  again?: (tries: number) => void;
}

type One = PayloadBase & { entry: EntryRow | null };

export interface UseWrites {
  create: (type: EntryType, variables: CreateVariables, options?: SubmitOptions, select?: SelectOptions) => Promise<Outcome<Payload>>;
  createMany: (type: EntryType, variables: CreateManyVariables, options?: SubmitOptions) => Promise<Outcome<ManyPayload>>;
  update: (type: EntryType, variables: UpdateVariables, options?: SubmitOptions, select?: SelectOptions) => Promise<Outcome<Payload>>;
  updateMany: (type: EntryType, variables: UpdateManyVariables, options?: SubmitOptions) => Promise<Outcome<ManyPayload>>;
  upsert: (type: EntryType, variables: UpsertVariables, options?: SubmitOptions) => Promise<Outcome<Payload>>;
  remove: (type: EntryType, variables: DeleteVariables, options?: SubmitOptions) => Promise<Outcome<Payload>>;
  removeMany: (type: EntryType, variables: DeleteManyVariables, options?: SubmitOptions) => Promise<Outcome<ManyPayload>>;
  /** Back from the trash, or back to an earlier version. */
  restore: (variables: WriteOptions & { id: string; toVersion?: number; expectedVersion?: number }, options?: SubmitOptions) => Promise<Outcome<One>>;
  /** Many entries of any types back from the trash as one change set: all, or none. */
  restoreMany: (ids: readonly string[], options?: SubmitOptions) => Promise<Outcome<BatchPayload & PayloadBase>>;
  /** For good: there is no undo. */
  purge: (variables: WriteOptions & { id: string }, options?: SubmitOptions) => Promise<Outcome<One>>;
  link: (variables: LinkCreateVariables, options?: SubmitOptions) => Promise<Outcome<PayloadBase & { link: FreeLink | null }>>;
  unlink: (variables: WriteOptions & { id: string }, options?: SubmitOptions) => Promise<Outcome<PayloadBase & { link: FreeLink | null }>>;
  /** Several writes as one change set: all, or none. */
  batch: (ops: BatchOp[], options?: SubmitOptions) => Promise<Outcome<BatchPayload & PayloadBase>>;
  /** Samples have no history; the notice takes them back by deleting just these. */
  addSamples: (type: EntryType, inputs: Record<string, unknown>[], options?: SubmitOptions) => Promise<Outcome<SamplesPayload>>;
  /** Tells why a write was not done, where the page has no place of its own for it. */
  refuse: (outcome: Exclude<Outcome<unknown>, { kind: "done" }>) => void;
  /** Takes a change set back; itself a change set, so the notice offers to do it again. */
  undo: (changeSet: string, words: string) => Promise<boolean>;
  /** Takes the last own write of this window back; false when there is none. */
  undoLast: () => Promise<boolean>;
}

/**
 * All writes of the app. Each carries an idempotency key and is sent again until there is an answer; each that was
 * done can be undone by its notice and by the key of `undo`, also after the page was left.
 */
export function useWrites(): UseWrites {
  const { model } = useModel();
  const { t, n } = useI18n();
  const toasts = useToasts();
  const router = useRouter();

  return {
    create: (type, variables, options, select) => write(createDocument(type, model.value, select), variables, options, (done) => t("writes.created", { title: titleOf(done.entry, type) })),
    createMany: (type, variables, options) => write(createManyDocument(type, model.value), variables, options, (done) => t("writes.createdMany", { entries: counted(type, done.entries.length) })),
    update: (type, variables, options, select) => write(updateDocument(type, model.value, select), variables, options, (done) => t("writes.updated", { title: titleOf(done.entry, type) })),
    updateMany: (type, variables, options) => write(updateManyDocument(type, model.value), variables, options, (done) => t("writes.updatedMany", { entries: counted(type, done.entries.length) })),
    upsert: (type, variables, options) => write(upsertDocument(type, model.value), variables, options, (done) => t("writes.updated", { title: titleOf(done.entry, type) })),
    remove: (type, variables, options) => write(deleteDocument(type, model.value), variables, options, (done) => t("writes.removed", { title: titleOf(done.entry, type) })),
    removeMany: (type, variables, options) => write(deleteManyDocument(type), variables, options, (done) => t("writes.removedMany", { entries: counted(type, done.entries.length) })),
    restore: (variables, options) =>
      write(RESTORE, variables, options, (done) => (variables.toVersion ? t("writes.restoredTo", { title: done.entry?.title, version: variables.toVersion }) : t("writes.restored", { title: done.entry?.title }))),
    restoreMany,
    purge: (variables, options) => write(PURGE, variables, options, () => t("writes.purged"), false),
    link: (variables, options) => write(LINK_CREATE, variables, options, (done) => t("writes.linked", { title: done.link?.target.title })),
    unlink: (variables, options) => write(LINK_DELETE, variables, options, (done) => t("writes.unlinked", { title: done.link?.target.title })),
    batch: (ops, options) => batch(ops, options),
    addSamples,
    refuse: (outcome) => toasts.show({ text: t("writes.notDone"), detail: reason(outcome), kind: "error" }),
    undo,
    undoLast,
  };

  async function write<Answer extends PayloadBase, Variables extends WriteOptions>(
    operation: Operation<{ write: Answer }, Variables>,
    variables: Variables,
    options: SubmitOptions = {},
    words: (answer: Answer) => string = () => "",
    undoable = true,
  ): Promise<Outcome<Answer>> {
    const outcome = await sent(operation, variables, options);
    if (outcome.kind === "done" && !variables.dryRun) note(outcome.answer, options.words ?? words(outcome.answer), options, undoable);
    return outcome;
  }

  /** What was done can be taken back, and is told. */
  function note({ changeSet, warnings }: Pick<PayloadBase, "changeSet" | "warnings">, words: string, options: SubmitOptions, undoable: boolean): void {
    if (changeSet && undoable) noteOwnChange({ changeSet, words, at: Date.now() });
    const detail = warnings.map((warning) => warning.message).join(" ");
    if (options.quiet !== true || detail !== "") tell(words, detail, undoable ? changeSet : null);
  }

  function restoreMany(ids: readonly string[], options?: SubmitOptions): Promise<Outcome<BatchPayload & PayloadBase>> {
    const all = new Set<unknown>(ids);
    // A link that waits for an entry of the same batch is back by its end.
    return batch(ids.map((id) => ({ entryRestore: { id } })), options, ({ params }) => !all.has((params as { entry?: unknown } | null)?.entry));
  }

  async function batch(ops: BatchOp[], options: SubmitOptions = {}, tells: (warning: WriteWarning) => boolean = () => true): Promise<Outcome<BatchPayload & PayloadBase>> {
    try {
      const { write } = await whileWriting(() => send(BATCH, { ops, idempotencyKey: options.key ?? newKey() }, { again: options.again }));
      const answer = { ...write, errors: write.results.flatMap(({ errors }) => errors), warnings: write.results.flatMap(({ warnings }) => warnings).filter(tells) };
      if (answer.errors.length > 0) return { kind: "mistakes", errors: answer.errors, answer };
      note({ changeSet: answer.changeSet, warnings: answer.warnings.slice(0, 3) }, options.words ?? t("writes.batch", { count: n(ops.length) }), options, true);
      return { kind: "done", answer };
    } catch (failure) {
      if (failure instanceof RequestFailed || failure instanceof AnswerMissing) return { kind: "failed", failure };
      throw failure;
    }
  }

  async function sent<Answer extends { errors: InputError[] }, Variables extends WriteOptions>(
    operation: Operation<{ write: Answer }, Variables>,
    variables: Variables,
    { key = newKey(), again }: SubmitOptions,
  ): Promise<Outcome<Answer>> {
    try {
      const { write: answer } = await whileWriting(() => send(operation, { ...variables, idempotencyKey: variables.idempotencyKey ?? (variables.dryRun ? null : key) }, { again }));
      return answer.errors.length > 0 ? { kind: "mistakes", errors: answer.errors, answer } : { kind: "done", answer };
    } catch (failure) {
      if (failure instanceof RequestFailed || failure instanceof AnswerMissing) return { kind: "failed", failure };
      throw failure;
    }
  }

  function tell(words: string, detail: string, changeSet: string | null): void {
    const action = changeSet ? { action: { label: t("writes.undo"), command: "undo", run: () => void undo(changeSet, words) } } : {};
    toasts.show({ text: words, ...(detail === "" ? {} : { detail }), ...action });
  }

  async function addSamples(type: EntryType, inputs: Record<string, unknown>[], options: SubmitOptions = {}): Promise<Outcome<SamplesPayload>> {
    const { key = newKey(), again } = options;
    try {
      const { write: answer } = await whileWriting(() => send(samplesAddDocument(type), { inputs, idempotencyKey: key }, { again }));
      const rejected: InputError[] = answer.rejected.map(({ index, code, path, message }) => ({ __typename: "InvalidInput", code, path: path[0] === "inputs" ? path : ["inputs", String(index), ...path], message }));
      if (rejected.length > 0) return { kind: "mistakes", errors: rejected, answer };
      const detail = answer.warnings.map((warning) => warning.message).join(" ");
      const words = options.words ?? t("writes.samplesAdded", { entries: counted(type, answer.accepted) });
      toasts.show({ text: words, ...(detail === "" ? {} : { detail }), action: { label: t("writes.undo"), run: () => void takeBackSamples(type, inputs, words) } });
      return { kind: "done", answer };
    } catch (failure) {
      if (failure instanceof RequestFailed || failure instanceof AnswerMissing) return { kind: "failed", failure };
      throw failure;
    }
  }

  /** The samples just added, by what is measured and when. */
  async function takeBackSamples(type: EntryType, inputs: readonly Record<string, unknown>[], words: string): Promise<void> {
    const { of = "", at = "" } = type.series ?? {};
    const conditions = inputs.map((input) => ({ [of]: { is: { id: { eq: (input[of] as { link?: string } | undefined)?.link } } }, [at]: { eq: input[at] } }));
    const outcome = await sent(samplesDeleteDocument(type), { where: { or: conditions } }, {});
    if (outcome.kind === "done") toasts.show({ text: t("writes.undone", { words }), kind: "note" });
    else refuse(outcome, words);
  }

  async function undo(changeSet: string, words: string): Promise<boolean> {
    const outcome = await sent(UNDO, { id: changeSet }, {});
    if (outcome.kind !== "done") {
      refuse(outcome, words, changeSet);
      return false;
    }
    dropOwnChange(changeSet);
    if (outcome.answer.changeSet) noteWritten(outcome.answer.changeSet);
    const undoing = outcome.answer.changeSet;
    const again = undoing ? { action: { label: t("writes.redo"), run: () => void redo(undoing, changeSet, words) } } : {};
    const detail = outcome.answer.warnings.map((warning) => warning.message).join(" ");
    toasts.show({ text: t("writes.undone", { words }), kind: "note", ...(detail === "" ? {} : { detail }), ...again });
    return true;
  }

  /** What was taken back is done again by taking that back, and can be undone once more. */
  async function redo(undoing: string, changeSet: string, words: string): Promise<void> {
    const outcome = await sent(UNDO, { id: undoing }, {});
    if (outcome.kind !== "done") return refuse(outcome, words, undoing);
    const redone = outcome.answer.changeSet ?? changeSet;
    noteOwnChange({ changeSet: redone, words, at: Date.now() });
    tell(words, "", redone);
  }

  function refuse(outcome: Exclude<Outcome<unknown>, { kind: "done" }>, words: string, changeSet?: string): void {
    const why = reason(outcome);
    const action = changeSet ? { action: { label: t("writes.seeChange"), run: () => void router.push({ name: "changes", params: { changeSet } }) } } : {};
    toasts.show({ text: t("writes.notUndone", { words }), detail: why, kind: "error", ...action });
  }

  function reason(outcome: Exclude<Outcome<unknown>, { kind: "done" }>): string {
    return outcome.kind === "mistakes" ? outcome.errors.map((error) => error.message).join(" ") : sentence(outcome.failure);
  }

  async function undoLast(): Promise<boolean> {
    const last = lastOwnChange();
    if (!last) {
      toasts.show({ text: t("writes.nothingToUndo"), kind: "note", seconds: 4 });
      return false;
    }
    return undo(last.changeSet, last.words);
  }

  function sentence(failure: unknown): string {
    const { kind, detail } = describeFailure(failure);
    return t(`failure.${kind}`, { detail });
  }

  function titleOf(entry: EntryRow | null, type: EntryType): string {
    return entry?.title || type.label;
  }

  function counted(type: EntryType, count: number): string {
    return t("writes.counted", { count: n(count), type: count === 1 ? type.label : type.pluralLabel });
  }
}
