import type { Effect } from '#chat/effect.ts';
import type { Seq } from '#chat/event.ts';
import { effectsOf, type Outcome } from '#chat/outcome.ts';

const page = 4096;
const perEntry = 150;
/** What a new guest adds at the end of its tables and indexes: the first one of a batch writes their last pages. */
const perRow = 150;
const lastPages: number = 8 * page;

/** Roughly the bytes of WAL that a batch has written. It decides only when the length of the WAL is looked at. */
export class WalBytes {
  #bytes: number = page;
  #addsRows = false;

  get count(): number {
    return this.#bytes;
  }

  /** A new batch: roughly the bytes of the smallest commit. */
  begin(): void {
    this.#bytes = page;
    this.#addsRows = false;
  }

  addPages(pages: number): void {
    this.#bytes += page * pages;
  }

  add({ seq, verdict }: Pick<Outcome, 'seq' | 'verdict'>): void {
    const effects = effectsOf(verdict);
    if (effects) for (const effect of effects) this.#addEffect(effect, seq);
    if (verdict.kind !== 'entry' || !verdict.kept) return;
    const { event } = verdict.entry;
    this.#bytes += 2 * (perEntry + (event.kind === 'message' ? event.text.length : 0));
  }

  /** One page for each table or index changed, unless others of the batch write the same pages. */
  #addEffect(effect: Effect, seq: Seq): void {
    if (!addsRow(effect, seq)) this.#bytes += 2 * page;
    else if (this.#addsRows) this.#bytes += perRow;
    else {
      this.#addsRows = true;
      this.#bytes += lastPages;
    }
  }
}

/** A guest who is new, its session, and what it enters first. */
function addsRow(effect: Effect, seq: Seq): boolean {
  switch (effect.kind) {
    case 'presence':
      return effect.here && effect.user.id === seq;
    case 'session':
    case 'member':
      return effect.user === seq;
    default:
      return false;
  }
}
