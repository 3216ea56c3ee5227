import type { Draft } from '#chat/event.ts';
import { SettledNumbers } from '#chat/order/settled-numbers.ts';
import type { PostedDraft } from './posted-draft.ts';

/** Answered drafts are removed from the front of the list once they are this many, and half of it. */
const removedAfter = 1024;

/** The published drafts of one run that were not answered yet, found by run and number when they come back in the order. */
export class UnansweredDrafts {
  /** The random id of the run. */
  readonly run: string;
  /** The numbers that were answered. */
  readonly settled: SettledNumbers = new SettledNumbers();
  /** By number, from `#first` on. */
  readonly #waiting: (PostedDraft | undefined)[] = [];
  /** The number of the list's first draft. */
  #first = 1;
  /** All before this index were answered. */
  #head = 0;

  constructor(run: string) {
    this.run = run;
  }

  /** Gives a draft its number; called once, when it is first published. */
  number(posted: PostedDraft): void {
    posted.run = this.run;
    posted.nth = this.#first + this.#waiting.length;
    posted.settledUpto = this.settled.upto;
    this.#waiting.push(posted);
  }

  find({ run, nth }: Draft): PostedDraft | undefined {
    return run === this.run ? this.#waiting[nth - this.#first] : undefined;
  }

  /** Removes an answered draft. One that was never published has no number. */
  settle({ nth }: PostedDraft): void {
    if (nth === 0) return;
    this.settled.add(nth);
    this.#waiting[nth - this.#first] = undefined;
    while (this.#head < this.#waiting.length && this.#waiting[this.#head] === undefined) this.#head++;
    if (this.#head < this.#waiting.length && (this.#head < removedAfter || this.#head * 2 < this.#waiting.length))
      return;
    this.#waiting.splice(0, this.#head);
    this.#first += this.#head;
    this.#head = 0;
  }
}
