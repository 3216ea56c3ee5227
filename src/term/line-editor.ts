import type { Key } from './keys.ts';

/** The longest line, in UTF-16 units. */
export const longestTyped: number = 64 * 1024;
/** Lines in the history. */
const historySize = 100;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The half-typed line, and the keys that change it. It may contain several pasted lines, with LF between. */
export class LineEditor {
  #text = '';
  #cursor = 0;
  /** The latest last. */
  readonly #history: string[] = [];
  /** The place in the history, and the line that was half typed. */
  #back = 0;
  #draft = '';
  #cut = '';

  get text(): string {
    return this.#text;
  }

  /** The cursor's position, in UTF-16 units from the beginning of the text. */
  get cursor(): number {
    return this.#cursor;
  }

  /** False if the text does not fit completely; then its beginning is inserted. */
  insert(text: string): boolean {
    const room = longestTyped - this.#text.length;
    const fits = text.length <= room ? text : text.slice(0, room).replace(/[\ud800-\udbff]$/, '');
    this.#set(this.#left + fits + this.#right, this.#cursor + fits.length);
    return fits.length === text.length;
  }

  /** Replaces what is between `from` and the cursor with a word. */
  replace(from: number, word: string): void {
    const left = this.#text.slice(0, from);
    if (left.length + word.length + this.#right.length > longestTyped) return;
    this.#set(left + word + this.#right, left.length + word.length);
  }

  /** Takes the text, and adds it to the history if it is to be `remembered`. */
  enter(remembered: boolean): string {
    const text = this.#text.replace(/\n+$/, '');
    if (remembered && text.trim() !== '' && text !== this.#history.at(-1)) this.#history.push(text);
    if (this.#history.length > historySize) this.#history.shift();
    if (!remembered) this.#cut = '';
    this.#back = 0;
    this.#set('', 0);
    return text;
  }

  forget(): void {
    this.#history.length = 0;
    this.#back = 0;
    this.#draft = '';
    this.#cut = '';
  }

  /** Handles keys that edit text; ignores others. */
  press(key: Key): void {
    switch (key) {
      case 'left':
        return this.#go(this.#before);
      case 'right':
        return this.#go(this.#behind);
      case 'word-left':
        return this.#go(this.#wordLeft);
      case 'word-right':
        return this.#go(this.#wordRight);
      case 'home':
        return this.#go(0);
      case 'end':
        return this.#go(this.#text.length);
      case 'up':
        return this.#recall(this.#back + 1);
      case 'down':
        return this.#recall(this.#back - 1);
      case 'backspace':
        return this.#delete(this.#before, this.#cursor);
      case 'delete':
      case 'delete-or-end':
        return this.#delete(this.#cursor, this.#behind);
      case 'delete-word-left':
        return this.#remove(this.#wordLeft, this.#cursor);
      case 'delete-word-right':
        return this.#remove(this.#cursor, this.#wordRight);
      case 'cut-left':
        return this.#remove(0, this.#cursor);
      case 'cut-right':
        return this.#remove(this.#cursor, this.#text.length);
      case 'put-back':
        return void this.insert(this.#cut);
      default:
        return;
    }
  }

  get #left(): string {
    return this.#text.slice(0, this.#cursor);
  }

  get #right(): string {
    return this.#text.slice(this.#cursor);
  }

  get #before(): number {
    return this.#cursor - (lastGrapheme(this.#left)?.length ?? 0);
  }

  get #behind(): number {
    const [first] = graphemes.segment(this.#right);
    return this.#cursor + (first?.segment.length ?? 0);
  }

  get #wordLeft(): number {
    return this.#left.replace(/\S+\s*$|\s+$/u, '').length;
  }

  get #wordRight(): number {
    return this.#text.length - this.#right.replace(/^\s*\S+|^\s+/u, '').length;
  }

  #set(text: string, cursor: number): void {
    this.#text = text;
    this.#cursor = cursor;
  }

  #go(cursor: number): void {
    this.#cursor = cursor;
  }

  #delete(from: number, to: number): void {
    this.#set(this.#text.slice(0, from) + this.#text.slice(to), from);
  }

  /** The text that `put-back` inserts. */
  #remove(from: number, to: number): void {
    if (from < to) this.#cut = this.#text.slice(from, to);
    this.#delete(from, to);
  }

  #recall(back: number): void {
    if (back < 0 || back > this.#history.length) return;
    if (this.#back === 0) this.#draft = this.#text;
    this.#back = back;
    const text = back === 0 ? this.#draft : (this.#history.at(-back) ?? '');
    this.#set(text, text.length);
  }
}

/** Looks only at the end: no visible character is this long. */
function lastGrapheme(text: string): string | undefined {
  return Array.from(graphemes.segment(text.slice(-128)), ({ segment }) => segment).at(-1);
}
