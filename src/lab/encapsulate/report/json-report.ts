import type { Encapsulation } from '#lab/encapsulate/encapsulate.ts';
import { escapedJson } from '#text/visible.ts';

import { endpointText, type ReportedRow, reportedRows } from './report.ts';

/** One JSON object, piece by piece; `source`: the file's name. */
export function* jsonReport(encapsulation: Encapsulation, source: string): Generator<string> {
  const { mode, file, conversations, frames, assumed } = encapsulation;
  const head = {
    source,
    mode,
    packets: frames.length,
    assumed,
    ignoredColumns: file.ignored,
    skippedRows: file.skipped,
    conversations: conversations.pairs.map(({ transport, client, server, clientName, serverName, rows }) => ({
      transport,
      client: endpointText(client),
      server: endpointText(server),
      ...(clientName !== undefined && { clientName }),
      ...(serverName !== undefined && { serverName }),
      rows: rows.length,
    })),
  };
  yield `${escapedJson(JSON.stringify(head, undefined, 2)).slice(0, -2)},\n  "rows": [`;
  let separator = '\n';
  for (const row of reportedRows(encapsulation)) {
    yield `${separator}    ${escapedJson(JSON.stringify(rowObject(row)))}`;
    separator = ',\n';
  }
  yield '\n  ]\n}\n';
}

/** Bytes are hex; places and lengths are in bytes, from the beginning of the frame. */
function rowObject({ message, time, source, destination, conversation, packets }: ReportedRow): object {
  const { row, line, id, protocol, text } = message;
  return {
    row,
    line,
    id,
    protocol,
    time,
    source,
    destination,
    conversation,
    message: text,
    packets: packets.map(({ number, time: at, bytes, layers }) => ({
      number,
      time: at,
      length: bytes.length,
      bytes: hex(bytes),
      layers: layers.map(({ fields, ...layer }) => ({
        ...layer,
        fields: fields.map(({ name, value, offset, length, meaning }) => ({
          name,
          value,
          bytes: hex(bytes.subarray(offset, offset + length)),
          offset,
          length,
          meaning,
        })),
      })),
    })),
  };
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
