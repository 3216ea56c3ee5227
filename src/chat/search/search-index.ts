import type { Entry, Millis, Seq, UserId } from '#chat/event.ts';
import type { Readable } from '#chat/ports.ts';

/** Something a text must have, or with `not` must not have: words that follow each other. */
export interface SearchTerm {
  /** As `words.ts` compares them; at least one. */
  readonly words: readonly string[];
  /** The last one is the beginning of a word. */
  readonly prefix: boolean;
  readonly not: boolean;
}

/** What the index is asked. */
export interface Find {
  readonly terms: readonly SearchTerm[];
  /** The sender's name, folded. */
  readonly from: string | undefined;
  /** Only messages of this time or later, and of an earlier time than `before`. */
  readonly after: Millis | undefined;
  readonly before: Millis | undefined;
  /** The best of the newest `maxRanked` messages come first, and not the newest. */
  readonly ranked: boolean;
  /** Nothing that these have said is found. */
  readonly without: ReadonlySet<UserId>;
  /** Where: nothing else is found. */
  readonly parts: readonly Readable[];
  readonly limit: number;
  /** Only messages with a lower seq. */
  readonly below: Seq;
}

/** Messages that are ranked for one answer. */
export const maxRanked = 10_000;

/** A part of a message's text around the first word that was searched for. */
export interface Snippet {
  readonly text: string;
  /** Where the part begins in the message's text, in UTF-16 code units. */
  readonly start: number;
  /** The places in `text` of the words that were searched for: start and end, in UTF-16 code units. */
  readonly ranges: readonly (readonly [number, number])[];
  /** The message has more text before it, or after it. */
  readonly cut: { readonly before: boolean; readonly after: boolean };
}

export interface Hit {
  readonly seq: Seq;
  readonly snippet: Snippet;
}

/** `next`: messages below this seq were not looked at; undefined: all were. */
export interface Found {
  readonly hits: readonly Hit[];
  readonly next: Seq | undefined;
}

/** An index of the words of all messages. It follows the log, and may be behind for a while. */
export interface SearchIndex {
  /** Entries up to there are shown, in the order of that epoch. Costs next to nothing. */
  follow(epoch: string, shown: Seq): void;
  /** Looks first at what was shown meanwhile, unless that is much. Rejects with an `Error` if the index cannot be read. */
  find(find: Find): Promise<Found>;
  close(): Promise<void>;
}

/** A message that was found, as it is now. */
export interface SearchHit {
  readonly entry: Entry;
  readonly snippet: Snippet;
}

/** `more`: give it as `below` to go on. */
export interface SearchAnswer {
  readonly hits: readonly SearchHit[];
  readonly more: Seq | undefined;
}
