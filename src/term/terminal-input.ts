import { StringDecoder } from 'node:string_decoder';

import { visible } from '#text/visible.ts';

import { type Key, keyAt } from './keys.ts';

/** Asks a terminal to mark what is pasted, and no longer. */
export const markPastes = '\x1b[?2004h';
export const markNothing = '\x1b[?2004l';

const begin = '\x1b[200~';
const end = '\x1b[201~';

/** What a person does at a terminal, or the terminal itself says. */
export type Typed =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'key'; readonly key: Key }
  /** Lines with LF between; control characters in them are pictures, so that nothing pasted is obeyed. */
  | { readonly kind: 'pasted'; readonly text: string }
  /** The answer to `CSI 6 n`: where the cursor is, both from 1. */
  | { readonly kind: 'place'; readonly row: number; readonly column: number };

/** Takes apart what a terminal in raw mode sends, in whatever pieces it comes. */
export class TerminalInput {
  readonly #decoder = new StringDecoder('utf8');
  #pasting = false;
  #rest = '';
  /** The last key was CR, so that an LF belongs to it. */
  #cr = false;

  take(chunk: Uint8Array | string): readonly Typed[] {
    let text = this.#rest + (typeof chunk === 'string' ? chunk : this.#decoder.write(Buffer.from(chunk)));
    this.#rest = '';
    const typed: Typed[] = [];
    while (text !== '') {
      const length = this.#pasting ? this.#paste(text, typed) : this.#type(text, typed);
      if (length === 0) break;
      text = text.slice(length);
    }
    this.#rest = text;
    return typed;
  }

  /** How much of the text was taken: 0 when more must come. */
  #paste(text: string, typed: Typed[]): number {
    const at = text.indexOf(end);
    // The end of a line waits: at the end of all it is dropped, because the return key does not come with it.
    const length = (at < 0 ? text.slice(0, text.length - begunMark(text)) : text.slice(0, at)).replace(
      lastEnd,
      '',
    ).length;
    if (length > 0) typed.push({ kind: 'pasted', text: linesIn(text.slice(0, length)) });
    if (at < 0) return length;
    this.#pasting = false;
    return at + end.length;
  }

  #type(text: string, typed: Typed[]): number {
    const [plain = ''] = /^[^\x00-\x08\x0a-\x1f\x7f]*/u.exec(text) ?? [];
    if (plain !== '') {
      this.#cr = false;
      typed.push({ kind: 'text', text: plain });
      return plain.length;
    }
    if (text.startsWith(begin)) {
      this.#pasting = true;
      return begin.length;
    }
    const [report, row, column] = /^\x1b\[(\d{1,5});(\d{1,5})R/.exec(text) ?? [];
    if (report !== undefined) {
      typed.push({ kind: 'place', row: Number(row), column: Number(column) });
      return report.length;
    }
    return this.#press(text, typed);
  }

  #press(text: string, typed: Typed[]): number {
    const { key, length } = keyAt(text);
    const joins = this.#cr && text.startsWith('\n');
    if (length > 0) this.#cr = text.startsWith('\r');
    if (key !== undefined && !joins) typed.push({ kind: 'key', key });
    return length;
  }
}

/** How much of the text's end may be the beginning of the mark that ends a paste. */
function begunMark(text: string): number {
  for (let length = Math.min(text.length, end.length - 1); length > 0; length--) {
    if (text.endsWith(end.slice(0, length))) return length;
  }
  return 0;
}

const lastEnd = /(?:\r\n?|\n)$/;

const linesIn = (pasted: string): string =>
  pasted
    .split(/\r\n?|\n/)
    .map(visible)
    .join('\n');
