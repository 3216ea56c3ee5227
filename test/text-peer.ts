import assert from 'node:assert/strict';
import type { Link } from '#link/link.ts';
import { patiently } from './patiently.ts';

const utf8 = new TextEncoder();

/** In expected text: a number that is not known in advance, with other text behind it. */
const anyNumber = '\uFFFF';

const formOf = (text: string): RegExp => new RegExp(`^${text.split(anyNumber).map(RegExp.escape).join('\\d+')}`);

/** A client for tests of a wire whose bytes are text. Knows nothing else of it. */
export class TextPeer {
  readonly link: Link;
  #heard = '';
  #ended = false;
  #wake: () => void = () => {};

  constructor(link: Link) {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    this.link = link;
    link.read({
      take: (chunk) => {
        this.#heard += decoder.decode(chunk, { stream: true });
        this.#wake();
        return chunk.length;
      },
      ended: () => {
        this.#ended = true;
        this.#wake();
      },
    });
  }

  says(text: string): void {
    this.link.write(utf8.encode(text));
  }

  /** This comes next, in however many pieces. `anyNumber` in it: any number. */
  async hears(text: string): Promise<void> {
    if (text.includes(anyNumber)) return this.hearsLike(formOf(text));
    while (!this.#ended && this.#heard.length < text.length && text.startsWith(this.#heard)) await this.#more(text);
    assert.equal(this.#heard.slice(0, text.length), text);
    this.#heard = this.#heard.slice(text.length);
  }

  /** What comes next has this form, as soon as there is enough of it. */
  async hearsLike(form: RegExp): Promise<void> {
    while (!this.#ended && !form.test(this.#heard)) await this.#more(form.source);
    const [text] = form.exec(this.#heard) ?? [];
    assert.ok(text !== undefined && this.#heard.startsWith(text), `${this.#heard} is not ${form.source}`);
    this.#heard = this.#heard.slice(text.length);
  }

  /** The next line, without its end. */
  async line(): Promise<string> {
    while (!this.#ended && !this.#heard.includes('\n')) await this.#more('a line');
    const end = this.#heard.indexOf('\n');
    assert.ok(end >= 0, `${this.#heard} is not a line`);
    const line = this.#heard.slice(0, end);
    this.#heard = this.#heard.slice(end + 1);
    return line;
  }

  /** What was heard and not asked for yet. */
  get rest(): string {
    return this.#heard;
  }

  /** Leaves, and hears the link out. */
  async hangsUp(): Promise<void> {
    this.link.end();
    while (!this.#ended) await this.#more('the end');
  }

  #more(wanted: string): Promise<void> {
    const woken = new Promise<void>((resolve) => (this.#wake = resolve));
    return patiently(woken, () => `${wanted.slice(0, 60)}; heard: ${this.#heard.slice(0, 60)}`);
  }
}
