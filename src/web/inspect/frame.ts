import type { Push } from '#dialects/web/protocol.ts';
import type { Frame } from '#web/browser/record.ts';
import { fromBase64, textOf, utf8 } from './bytes.ts';
import { type Field, jsonFields, jsonTitle } from './fields.ts';
import type { Filter } from './filter.ts';
import { texts } from './texts.ts';

/** A write of one side, for the inspector. */
export interface Seen {
  readonly nth: number;
  /** The id of its connection. */
  readonly link: number;
  readonly at: number;
  readonly from: 'client' | 'server';
  readonly size: number;
  /** A short summary. */
  readonly title: string;
  /** The state of the session after it, if known. */
  readonly state?: string;
  /** Whether the filter's text occurs in what was written, or in the title. */
  has(filter: Filter): boolean;
  bytes(): Uint8Array;
  fields(): readonly Field[];
}

const titles = new WeakMap<Frame, string>();

/** A frame of the page's own connection. */
export function seenFrame(frame: Frame): Seen {
  return {
    ...{ nth: frame.nth, link: frame.link, at: frame.at, from: frame.from, size: frame.bytes },
    get title() {
      const made = titles.get(frame) ?? jsonTitle(frame.text);
      titles.set(frame, made);
      return made;
    },
    // Every word of a title is in the frame, so the titles need not be made: for ten thousand frames that would take 50 ms.
    has({ whole, words }) {
      if (whole.test(frame.text)) return true;
      return words.every((word) => word.test(frame.text)) && whole.test(this.title);
    },
    bytes: () => utf8(`${frame.text}\n`),
    fields: () => jsonFields(frame.text),
  };
}

/** A write in the playground. */
export function seenPlay({ id, at, from, bytes, meaning, state }: Push<'played'>, nth: number): Seen {
  const raw = fromBase64(bytes);
  const title = meaning.length > 0 ? meaning.join(', ') : textOf(raw.slice(0, 80));
  return {
    ...{ nth, link: id, at, from, size: raw.length, state, title },
    has: ({ whole }) => whole.test(title) || whole.test(textOf(raw)),
    bytes: () => raw,
    fields: () => meaning.map((value) => ({ name: texts.meaning, value, from: 0, to: raw.length })),
  };
}
