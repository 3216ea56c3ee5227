/**
 * The bytes of the test dialect: lines of UTF-8, both ways, each ending with a line feed. A client may put a label
 * before a line, `@7 ping`; every answer to it bears the label.
 */

/** UTF-8 bytes of a client's line. */
export const maxLine = 20_000;

const lf = 0x0a;
const utf8 = new TextEncoder();
const decoder = new TextDecoder();

export const line = (text: string): Uint8Array => utf8.encode(`${text.replaceAll('\n', '␊')}\n`);

/** A line of the client: an optional label, a command, and what it is about. */
export interface Request {
  readonly label: string;
  readonly command: string;
  readonly rest: string;
}

export function parseRequest(text: string): Request {
  const [, label = '', command = '', rest = ''] = /^(?:(@\S+) )?(\S*) ?(.*)$/s.exec(text) ?? [];
  return { label, command, rest };
}

/** The first word, and what follows it. */
export function splitWord(text: string): readonly [word: string, rest: string] {
  const at = text.indexOf(' ');
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** Cuts chunks into lines, and keeps the beginning of one whose end has not come. */
export class LineReader {
  #begun: Uint8Array = new Uint8Array();

  /**
   * Hands over line by line, until one is not taken, and returns how many bytes are done with. A line that is too long
   * is undefined.
   */
  read(chunk: Uint8Array, take: (text: string | undefined) => boolean): number {
    let at = 0;
    for (let end = chunk.indexOf(lf); end !== -1; end = chunk.indexOf(lf, at)) {
      const length = this.#begun.length + end - at;
      const text = length > maxLine ? undefined : decoder.decode(joined(this.#begun, chunk.subarray(at, end)));
      if (!take(text)) return at;
      this.#begun = new Uint8Array();
      at = end + 1;
    }
    if (this.#begun.length <= maxLine) this.#begun = joined(this.#begun, chunk.subarray(at));
    return chunk.length;
  }
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
