import { ANY_BYTE, ANY_RUN, formatPattern } from './bytes.ts';
import type { Pattern, Place } from './bytes.ts';
import { formatLine } from './transcript-line.ts';
import type { Match } from './match-bytes.ts';
import { TranscriptError } from './transcript.ts';
import type { Transcript } from './transcript.ts';

/** How a server deviated from the transcript. */
export interface Complaint {
  /** A sentence that names the actor. */
  readonly says: string;
  /** The bytes the actor received that no line expected. */
  readonly heard?: Uint8Array;
  /** The expected bytes, and how far they match. */
  readonly expected?: { readonly pattern: Pattern; readonly match: Match };
  readonly cause?: unknown;
}

const LINES_BEFORE = 4;
const PLACES_BEFORE = 40;
const PLACES_AFTER = 40;
/** This many more are shown instead of being counted. */
const PLACES_SPARE = 20;
/** The bytes shown if there is nothing to compare them with. */
const PLACES_ALONE = 120;
const LINE_WIDTH = 110;

/** A server deviated from a transcript. */
export class Disagreement extends TranscriptError {
  override readonly name = 'TranscriptError';
  readonly complaint: Complaint;
  /** The expected and received bytes, in rows; empty if there is nothing to compare. */
  readonly comparison: string;

  constructor(file: string, line: number, text: string, complaint: Complaint) {
    super(file, line, text, { cause: complaint.cause });
    this.complaint = complaint;
    this.comparison = comparison(complaint);
  }
}

/** A complaint about the line at `index`, for the author of the transcript or the server. */
export function failure(transcript: Transcript, index: number, complaint: Complaint): Disagreement {
  const blocks = [complaint.says, comparison(complaint), context(transcript, index)];
  const text = blocks.filter((block) => block !== '').join('\n\n');
  return new Disagreement(transcript.file, index + 1, text, complaint);
}

/** The expected and received bytes, in rows; empty if there is nothing to compare. */
export function comparison({ expected, heard }: Complaint): string {
  if (!heard) return '';
  const got = [...heard];
  if (!expected) return row('got', window(got, 0, PLACES_ALONE).text);
  const { pattern, match } = expected;
  const wanted = window(pattern, match.expected);
  const came = window(got, match.heard);
  const note = `^ ${difference(pattern, got, match)}`;
  const mark = (column: number, text: string): string => row('', ' '.repeat(column) + text);
  const rows = [row('expected', wanted.text)];
  if (wanted.column !== came.column) rows.push(mark(wanted.column, '^'));
  rows.push(row('got', came.text), mark(came.column, note));
  return rows.join('\n');
}

function row(label: string, text: string): string {
  return `  ${label.padEnd(10)}${text}`;
}

/** The bytes around a position, and the column of that position. */
function window(
  pattern: Pattern,
  place: number,
  after: number = PLACES_AFTER,
): { readonly text: string; readonly column: number } {
  const from = Math.max(0, place - PLACES_BEFORE);
  const to = pattern.length <= place + after + PLACES_SPARE ? pattern.length : place + after;
  const before = (from > 0 ? '…' : '') + formatPattern(pattern.slice(from, place));
  const behind =
    formatPattern(pattern.slice(place, to)) + (to < pattern.length ? `… (${pattern.length - to} more)` : '');
  return { text: before + behind || '(nothing)', column: before.length };
}

function difference(pattern: Pattern, got: Pattern, match: Match): string {
  const wanted = pattern[match.expected];
  const before = pattern[match.expected - 1];
  if (before === ANY_RUN || typeof before === 'object') {
    return `what stands here after ${formatPattern([before])} is nowhere in what came`;
  }
  const came = got[match.heard];
  return `byte ${match.heard}: ${describe(wanted)} expected, ${came === undefined ? 'nothing' : describe(came)} came`;
}

function describe(place: Place | undefined): string {
  if (place === undefined) return 'nothing';
  if (typeof place === 'object') return formatPattern([place]);
  if (place >= ANY_BYTE) return 'any byte';
  const hex = `0x${place.toString(16).padStart(2, '0')}`;
  const shown = formatPattern([place]);
  return shown.startsWith('\\x') ? hex : `${shown} (${hex})`;
}

function context(transcript: Transcript, index: number): string {
  const from = Math.max(0, index - LINES_BEFORE);
  return transcript.lines
    .slice(from, index + 1)
    .map((line, n) => {
      const text = formatLine(line);
      const shown = text.length > LINE_WIDTH ? `${text.slice(0, LINE_WIDTH)}…` : text;
      return `${from + n === index ? '>' : ' '} ${String(from + n + 1).padStart(4)}  ${shown}`.trimEnd();
    })
    .join('\n');
}
