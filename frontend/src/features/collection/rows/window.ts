import type { EntryRow } from "../../../model";
import type { Edge, RowSource } from "./source";

/** Rows of one request. */
export const PAGE = 100;
/** Pages kept around what is looked at; others are dropped and asked for again. */
export const KEPT = 24;
/** The server answers at most so many marks. */
const MOST_MARKS = 1_000;
/** Rows that one step of `skip` may take. */
const LONGEST_SKIP = 500;
/** Requests under way at once; more would only queue up in front of what is looked at now. */
const AT_ONCE = 3;

export interface WindowOptions {
  source: RowSource;
  /** Something can be shown that could not before, or an error came or went. */
  changed: () => void;
}

/**
 * A long list of which only the part around what is looked at is kept. Rows are known by their position; where a page
 * begins is known by the cursor before it, either from the neighbouring page or from the list's marks.
 */
export class RowWindow {
  count = 0;
  error: unknown = null;
  readonly #pages = new Map<number, (EntryRow | undefined)[]>();
  readonly #cursors = new Map<number, string>();
  readonly #asked = new Map<number, AbortController>();
  readonly #life = new AbortController();
  #wanted: number[] = [];
  #marking: Promise<void> | null = null;

  constructor(readonly options: WindowOptions) {}

  /** Asks for the number of rows, and the first page with it. */
  async open(): Promise<void> {
    const first = this.#load(0);
    this.count = await this.options.source.count(this.#life.signal);
    await first;
    if (this.error) throw this.error;
    this.options.changed();
  }

  /** The row at a position; `undefined` when it is not here (yet). */
  row(position: number): EntryRow | undefined {
    return this.#pages.get(Math.floor(position / PAGE))?.[position % PAGE];
  }

  /** Whether the page of a position is here: without a row there, the row went away meanwhile. */
  has(position: number): boolean {
    return this.#pages.has(Math.floor(position / PAGE));
  }

  /** Positions and rows that are here. */
  *rows(): Generator<[position: number, row: EntryRow]> {
    for (const [page, rows] of this.#pages) {
      for (const [offset, row] of rows.entries()) if (row) yield [page * PAGE + offset, row];
    }
  }

  /** Puts another state of a row in its place. */
  replace(position: number, row: EntryRow | undefined): void {
    const page = this.#pages.get(Math.floor(position / PAGE));
    if (page) page[position % PAGE] = row;
  }

  /** Sees to it that these rows are here, those in the direction of movement next, and drops what is far away. */
  need(from: number, to: number, ahead: -1 | 0 | 1 = 0): void {
    const last = Math.floor(Math.max(0, this.count - 1) / PAGE);
    const first = Math.max(0, Math.floor(from / PAGE));
    const end = Math.min(last, Math.floor(Math.max(from, to) / PAGE));
    const pages = Array.from({ length: Math.max(0, end - first + 1) }, (_, index) => first + index);
    const next = ahead < 0 ? [first - 1, first - 2, end + 1] : [end + 1, end + 2, first - 1];
    this.#wanted = [...pages, ...next.filter((page) => page >= 0 && page <= last)];
    this.#cancelOthers();
    this.#drop((first + end) / 2);
    this.#pump();
  }

  /** Tries again what failed. */
  retry(): void {
    this.error = null;
    this.#pump();
  }

  close(): void {
    this.#life.abort();
  }

  get keptRows(): number {
    return this.#pages.size * PAGE;
  }

  #pump(): void {
    if (this.error || this.#life.signal.aborted) return;
    for (const page of this.#wanted) {
      if (this.#asked.size >= AT_ONCE) return;
      if (!this.#pages.has(page) && !this.#asked.has(page)) void this.#load(page);
    }
  }

  async #load(page: number): Promise<void> {
    const asked = new AbortController();
    this.#asked.set(page, asked);
    const signal = AbortSignal.any([asked.signal, this.#life.signal]);
    try {
      const after = await this.#before(page, signal);
      const edges = await this.options.source.rows(after, PAGE, signal);
      this.#keep(page, edges);
    } catch (error) {
      if (!signal.aborted) this.error = error;
    }
    if (this.#asked.get(page) === asked) this.#asked.delete(page);
    if (this.#life.signal.aborted) return;
    this.options.changed();
    this.#pump();
  }

  #keep(page: number, edges: readonly Edge[]): void {
    const end = this.#cursors.get(page + 1);
    // Rows that came in between since the marks were made wait until the list is opened anew.
    const cut = end === undefined ? -1 : edges.findIndex(({ cursor }) => cursor === end);
    const kept = cut >= 0 ? edges.slice(0, cut + 1) : edges;
    this.#pages.set(page, kept.map(({ node }) => node));
    const last = edges[edges.length - 1];
    if (last && end === undefined && edges.length === PAGE) this.#cursors.set(page + 1, last.cursor);
  }

  /** The cursor that a page begins behind; null of the first one. */
  async #before(page: number, signal: AbortSignal): Promise<string | null> {
    if (page === 0) return null;
    if (page - this.#nearest(page) > LONGEST_SKIP / PAGE) await this.#mark();
    return this.#cursors.get(page) ?? this.#walk(page, signal);
  }

  #mark(): Promise<void> {
    return (this.#marking ??= this.#askMarks());
  }

  async #askMarks(): Promise<void> {
    const pages = Math.ceil(Math.ceil(this.count / PAGE) / MOST_MARKS);
    try {
      const marks = await this.options.source.marks(pages * PAGE, this.#life.signal);
      for (const [index, cursor] of (marks ?? []).entries()) {
        const page = (index + 1) * pages;
        if (!this.#cursors.has(page)) this.#cursors.set(page, cursor);
      }
    } catch {
      // Without marks there is the way from the nearest page that is known.
    }
  }

  /** From the nearest known page on, in steps as long as the server allows. */
  async #walk(page: number, signal: AbortSignal): Promise<string | null> {
    let at = this.#nearest(page);
    while (at < page) {
      const pages = Math.min(page - at, LONGEST_SKIP / PAGE);
      const cursor = await this.options.source.skip(this.#cursors.get(at) ?? null, pages * PAGE, signal);
      if (cursor === null) return this.#cursors.get(at) ?? null;
      at += pages;
      this.#cursors.set(at, cursor);
    }
    return this.#cursors.get(page) ?? null;
  }

  /** The last page up to this one whose beginning is known. */
  #nearest(page: number): number {
    let at = page;
    while (at > 0 && !this.#cursors.has(at)) at -= 1;
    return at;
  }

  #cancelOthers(): void {
    for (const [page, asked] of this.#asked) {
      if (this.#wanted.includes(page)) continue;
      asked.abort();
      this.#asked.delete(page);
    }
  }

  #drop(middle: number): void {
    if (this.#pages.size <= KEPT) return;
    const far = [...this.#pages.keys()].sort((a, b) => Math.abs(b - middle) - Math.abs(a - middle));
    for (const page of far.slice(0, this.#pages.size - KEPT)) this.#pages.delete(page);
  }
}
