import { Buffer } from 'node:buffer';

import { isReadable, readableShare } from './dialogue.ts';

/** How an unknown protocol marks the end of a message, in words; and the texts of the messages. */
export interface Framing {
  readonly words: string;
  readonly texts: readonly string[];
}

/** Text in an unknown 8-bit encoding. */
export function eightBitFraming(chunks: readonly Buffer[]): Framing {
  const framing = framingOf(chunks.map((chunk) => Buffer.from(chunk.toString('latin1'))));
  return { words: `${framing?.words ?? 'text'}, in an 8-bit encoding`, texts: framing?.texts ?? [] };
}

/** Finds out how the messages of one side are separated; `undefined`: they are not text. */
export function framingOf(chunks: readonly Buffer[]): Framing | undefined {
  const bytes = Buffer.concat(chunks);
  if (bytes.length === 0) return undefined;
  const framed =
    lengthInDigits(bytes) ?? (readableShare(bytes) < 1 ? lengthInBytes(bytes) : undefined) ?? serialised(chunks);
  if (framed) return framed;
  const text = bytes.toString('utf8');
  if (!isReadable(bytes)) return delimited(text) ?? withFewBytesInFront(chunks);
  if (/^\s*[[{]/.test(text) && chunks.every((chunk) => /^\s*[[{"]/.test(chunk.toString('utf8')))) {
    return {
      words: text.includes('\n') ? 'JSON, one object a line' : 'JSON, one object a message',
      texts: wordsIn(text),
    };
  }
  if (chunks.every((chunk) => /^(?:b')?gAAAAA[\w=-]{40,}/.test(chunk.toString('latin1')))) {
    return { words: 'encrypted messages (Fernet tokens)', texts: [] };
  }
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  const ends = chunks.filter((chunk) => chunk.at(-1) === lf).length;
  if (ends === chunks.length)
    return { words: text.includes('\r\n') ? 'lines, ended by CR LF' : 'lines, ended by LF', texts: lines };
  const words = ends === 0 ? 'text without line ends' : 'text, partly without line ends';
  return { words, texts: chunks.map((chunk) => chunk.toString('utf8').trim()) };
}

const lf = 0x0a;

/** A decimal length, padded with blanks or zeros or ended by a separator, and as many bytes or characters. */
function lengthInDigits(bytes: Buffer): Framing | undefined {
  const begin = bytes.subarray(0, 80).toString('latin1');
  const [head] =
    /^\d{1,9} +(?=\S|$)/.exec(begin) ?? /^0\d{3,9}(?=\D)/.exec(begin) ?? /^\d{1,6}[:|#\n](?=\S)/.exec(begin) ?? [];
  if (head === undefined) return undefined;
  const padded = /^(?:\d+ +|0\d+)$/.test(head);
  const texts: string[] = [];
  let at = 0;
  while (at < bytes.length && texts.length < 1000) {
    const width = padded
      ? head.length
      : (/^\d{1,6}[:|#\n]/.exec(bytes.subarray(at, at + 8).toString('latin1'))?.[0].length ?? 0);
    const digits = bytes.subarray(at, at + width).toString('latin1');
    if (width === 0 || !/^\d+[ :|#\n]*$/.test(digits)) return texts.length >= 2 ? named(head, texts) : undefined;
    const length = Number.parseInt(digits, 10);
    at += width;
    if (length > bytes.length - at && texts.length === 0) return undefined;
    texts.push(bytes.subarray(at, at + length).toString('utf8'));
    at += length;
  }
  return texts.length > 0 && isReadable(Buffer.from(texts.join(''))) ? named(head, texts) : undefined;
}

const named = (head: string, texts: readonly string[]): Framing => {
  const width = /^\d+ +$/.test(head) ? `padded to ${head.length} characters` : 'in digits';
  return { words: `a length ${width}, then the text`, texts };
};

const lengthForms: readonly (readonly [bytes: number, little: boolean, own: boolean])[] = [4, 2, 1, 8, 3].flatMap(
  (bytes) =>
    [false, true].flatMap((little) =>
      bytes === 1 && little ? [] : [[bytes, little, false] as const, [bytes, little, true] as const],
    ),
);

/** A binary length of 1 to 8 bytes, and as much text. `own`: the length counts itself. */
function lengthInBytes(bytes: Buffer): Framing | undefined {
  for (const [width, little, own] of lengthForms) {
    const texts = textsBehind(bytes, width, little, own);
    if (texts === undefined || !isReadable(Buffer.from(texts.join('')))) continue;
    const order = width === 1 ? '' : `, ${little ? 'least' : 'most'} significant first`;
    return { words: `a length of ${width === 1 ? 'one byte' : `${width} bytes`}${order}, then the text`, texts };
  }
  return undefined;
}

function textsBehind(bytes: Buffer, width: number, little: boolean, own: boolean): readonly string[] | undefined {
  const texts: string[] = [];
  for (let at = 0; at < bytes.length;) {
    // The last one may be cut.
    if (bytes.length - at <= width) return texts.length >= 3 ? texts : undefined;
    const few = Math.min(width, 6);
    const said = little ? bytes.readUIntLE(at, few) : bytes.readUIntBE(at + width - few, few);
    const length = said - (own ? width : 0);
    if (length < 1 || length > 1_000_000) return undefined;
    at += width;
    if (length > bytes.length - at) return texts.length >= 3 ? texts : undefined;
    texts.push(bytes.subarray(at, at + length).toString('utf8'));
    at += length;
  }
  return texts;
}

/** Objects of Python or Java, one a message. */
function serialised(chunks: readonly Buffer[]): Framing | undefined {
  const all = (form: RegExp): boolean => chunks.every((chunk) => form.test(chunk.toString('latin1')));
  const words = all(/^\s*(?:\d+ +)?\x80[\x02-\x05][\s\S]*\.$/)
    ? 'Python objects (pickle)'
    : chunks[0]?.toString('latin1').startsWith('\xac\xed\0\x05') === true
      ? 'Java objects (ObjectOutputStream)'
      : undefined;
  if (words === undefined) return undefined;
  return { words, texts: chunks.flatMap((chunk) => chunk.toString('utf8').match(/[\p{L}\p{N}\p{P} ]{2,}/gu) ?? []) };
}

/** Text between control characters that mark its begin or end. */
function delimited(text: string): Framing | undefined {
  const bare = text.replace(/[\0-\x06\x1c-\x1f]/g, '');
  const marks = text.length - bare.length;
  const messages = text.split(/[\0-\x06\x1c-\x1f]+/).filter((part) => part !== '');
  if (marks === 0 || marks > messages.length * 4 || !isReadable(Buffer.from(bare))) return undefined;
  const average = bare.length / messages.length;
  return average < 3 ? undefined : { words: 'text between control characters', texts: messages };
}

/** Bytes of a message that are examined. */
const maxLookedAt = 4096;
const maxInFront = 16;

/** A short binary head, and text, in every message. */
function withFewBytesInFront(chunks: readonly Buffer[]): Framing | undefined {
  if (chunks.some(({ length }) => length > maxLookedAt)) return undefined;
  const texts = chunks.map((chunk) => textAtTheEnd(chunk.toString('utf8')));
  const fit = chunks.every((chunk, at) => chunk.length - Buffer.byteLength(texts[at] ?? '') <= maxInFront);
  const words = texts.filter((text) => /\p{L}{2}/u.test(text));
  return fit && words.length >= chunks.length / 2 ? { words: 'a binary head, then the text', texts: words } : undefined;
}

/** The text after the last character that is not text. */
function textAtTheEnd(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) <= 0x20) end--;
  let begin = end;
  while (begin > 0 && isText(text.charCodeAt(begin - 1))) begin--;
  return text.slice(begin, end);
}

const isText = (code: number): boolean => code >= 0x20 && code !== 0xfffd && (code < 0x7f || code >= 0xa0);

const wordsIn = (json: string): readonly string[] =>
  [...json.matchAll(/"((?:[^"\\]|\\.){1,500})"/g)].map(([, text = '']) => text);
