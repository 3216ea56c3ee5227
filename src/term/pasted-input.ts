import { StringDecoder } from 'node:string_decoder';
import { Transform, type TransformCallback } from 'node:stream';

import { visible } from '#chat/visible.ts';

/** Asks a terminal to tell what is pasted from what is typed, and no longer. */
export const tellPastes = '\x1b[?2004h';
export const tellNothing = '\x1b[?2004l';

const begin = '\x1b[200~';
const end = '\x1b[201~';

/**
 * What comes from a terminal that tells what is pasted: its marks are taken out, and in between every line end is the
 * return key, and every other control character its picture. So nothing that is pasted is a command.
 */
export class PastedInput extends Transform {
  readonly isTTY: boolean = true;
  readonly setRawMode: (on: boolean) => void;
  readonly #decoder = new StringDecoder('utf8');
  #pasting = false;
  #rest = '';
  /** The last of what was pasted was a CR, so that an LF belongs to it. */
  #cr = false;

  /** `setRawMode`: of the terminal itself. */
  constructor(setRawMode: (on: boolean) => void) {
    super({ decodeStrings: true });
    this.setRawMode = setRawMode;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    let text = this.#rest + this.#decoder.write(chunk);
    this.#rest = '';
    for (let at = this.#markIn(text); at >= 0; at = this.#markIn(text)) {
      this.#give(text.slice(0, at));
      text = text.slice(at + begin.length);
      this.#pasting = !this.#pasting;
      this.#cr = false;
    }
    const kept = this.#begunMark(text);
    this.#give(text.slice(0, text.length - kept));
    this.#rest = text.slice(text.length - kept);
    done();
  }

  override _flush(done: TransformCallback): void {
    this.#give(this.#rest + this.#decoder.end());
    done();
  }

  get #mark(): string {
    return this.#pasting ? end : begin;
  }

  #markIn(text: string): number {
    return text.indexOf(this.#mark);
  }

  /** How much of the text's end may be the beginning of a mark. The escape key alone is not waited for. */
  #begunMark(text: string): number {
    const least = this.#pasting ? 1 : 2;
    for (let length = Math.min(text.length, begin.length - 1); length >= least; length--) {
      if (text.endsWith(this.#mark.slice(0, length))) return length;
    }
    return 0;
  }

  #give(text: string): void {
    if (text !== '') this.push(this.#pasting ? this.#typed(text) : text);
  }

  #typed(pasted: string): string {
    const text = this.#cr && pasted.startsWith('\n') ? pasted.slice(1) : pasted;
    this.#cr = pasted.endsWith('\r');
    return text
      .split(/\r\n?|\n/)
      .map(visible)
      .join('\r');
  }
}
