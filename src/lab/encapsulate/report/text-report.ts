import type { Encapsulation } from '#lab/encapsulate/encapsulate.ts';
import { hexOf, type Layer } from '#lab/encapsulate/layers/layer.ts';
import { visible } from '#text/visible.ts';

import { type ReportedPacket, type ReportedRow, reportedRows, withoutPacket } from './report.ts';

/** How a terminal emphasises parts of the report. */
export interface Style {
  heading(text: string): string;
  faint(text: string): string;
}

export interface TextOptions {
  readonly style: Style;
  /** Whether the fields of this row are shown as well. */
  readonly inFull: (row: number) => boolean;
}

const shownBytes = 16;
const widths = { name: 24, value: 30, bytes: 3 * shownBytes } as const;
const longestMessage = 60;

/** A line for each row, and below it the four layers of those that are shown in full. */
export function* textReport(encapsulation: Encapsulation, { style, inFull }: TextOptions): Generator<string> {
  yield `${style.heading(summary(encapsulation))}\n\n`;
  for (const row of reportedRows(encapsulation)) {
    const full = inFull(row.message.row);
    const line = rowLine(row);
    yield `${full ? style.heading(line) : line}\n`;
    if (full) yield* row.packets.flatMap((packet) => packetLines(packet, style));
  }
}

export function summary({ mode, file, conversations, frames }: Encapsulation): string {
  const of = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
  const pairs = of(conversations.pairs.length, 'conversation');
  return `${of(file.messages.length, 'row')}, ${pairs}, ${of(frames.length, 'packet')} (mode ${mode})`;
}

function rowLine({ message, time, who, source, destination, packets }: ReportedRow): string {
  const numbers = packets.map(({ number }) => number);
  const [first] = numbers;
  const where = first === undefined ? withoutPacket(message) : numbersText(first, numbers.at(-1) ?? first);
  const id = message.id === '' || message.id === String(message.row) ? '' : ` (${message.id})`;
  const ends = `${source} → ${destination}`;
  const parts = [
    `Row ${message.row}${id}`,
    time,
    who === ends ? '' : who,
    ends,
    message.protocol,
    where,
    quotedText(message.text),
  ];
  return visible(parts.filter((part) => part !== '').join('  '));
}

const numbersText = (first: number, last: number): string =>
  first === last ? `packet ${first}` : `packets ${first} to ${last}`;

function quotedText(text: string): string {
  const shown = text.length > longestMessage ? `${text.slice(0, longestMessage)}…` : text;
  return JSON.stringify(shown);
}

function packetLines({ number, bytes, layers }: ReportedPacket, style: Style): readonly string[] {
  const headers = layers.map(({ protocol, length }) => `${protocol} ${length}`).join(' in ');
  return [
    `  ${style.faint(`packet ${number}, ${bytes.length} bytes: ${headers}`)}\n`,
    ...layers.flatMap((layer) => layerLines(layer, bytes, style)),
    '\n',
  ];
}

function layerLines(
  { layer, protocol, offset, length, fields }: Layer,
  bytes: Uint8Array,
  style: Style,
): readonly string[] {
  const place = length === 0 ? 'no bytes' : `bytes ${offset} to ${offset + length - 1}`;
  return [
    `  ${style.heading(`${layer}: ${protocol}`)} ${style.faint(place)}\n`,
    ...fields.map(({ name, value, offset: at, length: size, meaning }) => {
      const shown = hexOf(bytes.subarray(at, at + Math.min(size, shownBytes))) + (size > shownBytes ? ' …' : '');
      const cells = [
        fit(name, widths.name),
        fit(value, widths.value),
        fit(shown, widths.bytes),
        style.faint(visible(meaning)),
      ];
      return `    ${cells.join(' ').trimEnd()}\n`;
    }),
  ];
}

/** Pads a text to the width of its column, in characters. A longer text moves the rest of the line to the right, and is cut at twice the width. */
function fit(text: string, width: number): string {
  const shown = visible(text.replaceAll('\t', ' '));
  return (shown.length > 2 * width ? `${shown.slice(0, 2 * width - 1)}…` : shown).padEnd(width);
}
