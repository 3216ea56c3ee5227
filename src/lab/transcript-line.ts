import { formatPattern, parsePattern, parseSaid } from './bytes.ts';
import type { Pattern } from './bytes.ts';

/** One line of a transcript. `kind` is the word in the text. */
export type Line =
  /** An empty line, or a comment with its `#`. */
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'opens'; readonly actor: string; readonly dialect: string }
  | { readonly kind: 'C'; readonly actor: string; readonly bytes: Uint8Array | Pattern }
  | { readonly kind: 'S'; readonly actor: string; readonly pattern: Pattern }
  | { readonly kind: ActorDeed; readonly actor: string }
  | { readonly kind: '…'; readonly ms: number }
  | { readonly kind: ServerDeed };

export type ActorDeed = 'hangs up' | 'is cut off' | 'S closes' | 'S resets';
type ServerDeed = 'server stops' | 'server restarts';

/** Formats a line, without its end. */
export function formatLine(line: Line): string {
  switch (line.kind) {
    case 'note':
      return line.text;
    case 'opens':
      return `${line.actor} opens ${line.dialect}`;
    case 'C':
      return `${line.actor} C: ${formatPattern([...line.bytes])}`;
    case 'S':
      return `${line.actor} S: ${formatPattern(line.pattern)}`;
    case '…':
      return `… ${formatTime(line.ms)}`;
    case 'server stops':
    case 'server restarts':
      return line.kind;
    default:
      return `${line.actor} ${line.kind}`;
  }
}

const MILLISECONDS = { ms: 1, s: 1000, min: 60_000 } as const;
/** The most milliseconds the clock may move in one line. */
export const LONGEST_WAIT: number = 7 * 24 * 60 * 60_000;

const ACTOR = '((?!server )[\\p{L}\\p{N}_-]+)';
const FORMS: readonly (readonly [RegExp, (...words: string[]) => Line])[] = [
  [/^(#.*|)$/su, (text = '') => ({ kind: 'note', text: text.trimEnd() })],
  [form(`${ACTOR} opens ([a-z][a-z0-9.+-]*)`), (actor = '', dialect = '') => ({ kind: 'opens', actor, dialect })],
  [form(`${ACTOR} C:(?: (.*))?`), (actor = '', bytes = '') => ({ kind: 'C', actor, bytes: parseSaid(bytes) })],
  [form(`${ACTOR} S:(?: (.*))?`), (actor = '', bytes = '') => ({ kind: 'S', actor, pattern: parsePattern(bytes) })],
  [form(`${ACTOR} hangs up`), (actor = '') => ({ kind: 'hangs up', actor })],
  [form(`${ACTOR} is cut off`), (actor = '') => ({ kind: 'is cut off', actor })],
  [form(`${ACTOR} S closes`), (actor = '') => ({ kind: 'S closes', actor })],
  [form(`${ACTOR} S resets`), (actor = '') => ({ kind: 'S resets', actor })],
  [form('(?:…|\\.\\.\\.) ([0-9]{1,9})(ms|s|min)'), (n = '', unit = '') => ({ kind: '…', ms: parseTime(n, unit) })],
  [form('server stops'), () => ({ kind: 'server stops' })],
  [form('server restarts'), () => ({ kind: 'server restarts' })],
];

function form(source: string): RegExp {
  return new RegExp(`^${source}$`, 'su');
}

/** Parses one line; throws a `SyntaxError` with a sentence for people. */
export function parseLine(row: string): Line {
  for (const [like, make] of FORMS) {
    const words = like.exec(row.trim() === '' ? '' : row);
    if (words) return make(...words.slice(1));
  }
  if (/\s$/u.test(row)) throw new SyntaxError('the line ends with white space, which cannot be seen');
  throw new SyntaxError(
    `cannot read ${JSON.stringify(row)}: a line is NAME opens DIALECT, NAME C: BYTES, NAME S: BYTES, NAME S closes, ` +
      'NAME S resets, NAME hangs up, NAME is cut off, … 30ms, server stops, server restarts, # a comment, or empty',
  );
}

function parseTime(amount: string, unit: string): number {
  const ms = Number.parseInt(amount, 10) * (unit === 'min' || unit === 's' ? MILLISECONDS[unit] : 1);
  if (ms < 1 || ms > LONGEST_WAIT) throw new SyntaxError('the clock moves by 1ms to seven days');
  return ms;
}

function formatTime(ms: number): string {
  if (ms % MILLISECONDS.min === 0) return `${ms / MILLISECONDS.min}min`;
  return ms % MILLISECONDS.s === 0 ? `${ms / MILLISECONDS.s}s` : `${ms}ms`;
}
