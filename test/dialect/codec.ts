/**
 * The bytes of the test dialect: lines of UTF-8, both ways, each ending with a line feed. A client may put a label
 * before a line, `@7 ping`; every answer to it has the label.
 */

/** UTF-8 bytes of a client's line. */
export const maxLine = 20_000;

const utf8 = new TextEncoder();

export const line = (text: string): Uint8Array => utf8.encode(`${text.replaceAll('\n', '␊')}\n`);

/** A line of the client: an optional label, a command, and its arguments. */
export interface Request {
  readonly label: string;
  readonly command: string;
  readonly rest: string;
}

export function parseRequest(text: string): Request {
  const [, label = '', command = '', rest = ''] = /^(?:(@\S+) )?(\S*) ?(.*)$/s.exec(text) ?? [];
  return { label, command, rest };
}

/** The first word, and the rest. */
export function splitWord(text: string): readonly [word: string, rest: string] {
  const at = text.indexOf(' ');
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
