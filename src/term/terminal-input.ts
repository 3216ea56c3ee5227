import { StringDecoder } from 'node:string_decoder';

import { visible } from '#text/visible.ts';

import { type Key, keyAt } from './keys.ts';

/** Turn bracketed paste on and off. */
export const markPastes = '\x1b[?2004h';
export const markNothing = '\x1b[?2004l';

const begin = '\x1b[200~';
const end = '\x1b[201~';

/** Input from a terminal: keys, text, pastes, or a report of the terminal. */
export type Typed =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'key'; readonly key: Key }
  /** Lines with LF between; control characters are replaced by pictures, so that pasted ones have no effect. */
  | { readonly kind: 'pasted'; readonly text: string }
  /** The answer to `CSI 6 n`: the cursor's position, both from 1. */
  | { readonly kind: 'place'; readonly row: number; readonly column: number };

/** Parses what a terminal in raw mode sends, however it is cut. */
export class TerminalInput {
  readonly #decoder = new StringDecoder('utf8');
  #pasting = false;
  #rest = '';
  /** The last key was CR; an LF after it is part of it. */
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

  /** How much of the text was parsed: 0 if it is incomplete. */
  #paste(text: string, typed: Typed[]): number {
    const at = text.indexOf(end);
    // A line end is held back: at the end of a paste it is dropped, because it is not the Return key.
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
    const [signs = ''] = /^[^\x00-\x08\x0a-\x1f\x7f]*/u.exec(text) ?? [];
    // Tabs are keys unless more text comes with them: then they were pasted.
    const plain = signs === text ? signs.replace(/\t+$/, '') : signs;
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

/** The length of the text's end that may be the beginning of the end mark of a paste. */
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
