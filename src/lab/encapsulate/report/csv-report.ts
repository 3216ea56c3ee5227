import type { Encapsulation } from '#lab/encapsulate/encapsulate.ts';

import { type ReportedRow, reportedRows, withoutPacket } from './report.ts';

const columns = [
  'row',
  'msg_id',
  'app_protocol',
  'source',
  'destination',
  'message',
  'timestamp',
  'packet',
  'layer',
  'protocol',
  'field',
  'value',
  'offset',
  'length',
  'bytes',
  'meaning',
] as const;

/** A table with a line for each field of each layer (RFC 4180, UTF-8, lines end in LF). Bytes are hex. */
export function* csvReport(encapsulation: Encapsulation): Generator<string> {
  yield line(columns);
  for (const row of reportedRows(encapsulation)) yield rowLines(row);
}

function rowLines({ message, time, source, destination, packets }: ReportedRow): string {
  const { row, id, protocol, text } = message;
  const own = [row, id, protocol, source, destination, text, time];
  if (packets.length === 0) return line([...own, '', '', '', '', '', '', '', '', withoutPacket(message)]);
  return packets
    .flatMap(({ number, bytes, layers }) =>
      layers.flatMap((layer) =>
        layer.fields.map(({ name, value, offset, length, meaning }) => {
          const hex = Buffer.from(bytes.subarray(offset, offset + length)).toString('hex');
          return line([...own, number, layer.layer, layer.protocol, name, value, offset, length, hex, meaning]);
        }),
      ),
    )
    .join('');
}

const line = (cells: readonly (string | number)[]): string => `${cells.map(cell).join(',')}\n`;

function cell(value: string | number): string {
  const text = String(value);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
