import { readFileSync } from 'node:fs';

import type { Encapsulation } from '#lab/encapsulate/encapsulate.ts';

import { escapeHtml, packetView, type ViewedPacket } from './packet-view.js';
import { PackedPackets } from './packed-packets.ts';
import { endpointText, type ReportedPacket, type ReportedRow, reportedRows, withoutPacket } from './report.ts';
import { summary } from './text-report.ts';

/** How much a page holds, in rows. */
export interface PageLimits {
  /** The rows whose packets are in the page as HTML; later ones are drawn when they are opened. */
  readonly drawn: number;
  /** A browser gets slow with more. */
  readonly most: number;
}

const usualLimits: PageLimits = { drawn: 50, most: 5000 };
/** Conversations that are listed without being asked for. */
const fewConversations = 12;

const asset = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8').trim();

/** One self-contained page: no other file, no network. Piece by piece. `source`: the file's name. */
export function* htmlReport(
  encapsulation: Encapsulation,
  source: string,
  program: string,
  { drawn, most }: PageLimits = usualLimits,
): Generator<string> {
  const title = `${source}: encapsulation`;
  const policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="generator" content="${escapeHtml(program)}">
<title>${escapeHtml(title)}</title>
<style>
${asset('page.css')}
</style>
</head>
<body>
<header>
<h1>${escapeHtml(source)} in four layers</h1>
<p>${escapeHtml(summary(encapsulation))}</p>
${assumptions(encapsulation)}
</header>
<main>
${conversationTable(encapsulation)}
<h2>Rows</h2>
<p class="faint">Open a row to see its packet. Point at a field, a byte or a box, or go to a field with Tab and the arrow keys: its bytes light up.</p>
<div class="tools"><label>Filter <input id="filter" type="search"></label><button id="all" type="button">Open or close all</button><span id="shown" role="status"></span></div>
`;
  const packed = new PackedPackets();
  let nth = 0;
  for (const row of reportedRows(encapsulation)) {
    nth++;
    if (nth > most) break;
    const views = row.packets.map(viewOf);
    const body = nth <= drawn ? bodyOf(row, views) : '';
    if (nth > drawn) packed.add(row.message.row, views);
    yield rowHtml(row, nth === 1, body || (row.packets.length === 0 ? bodyOf(row, views) : ''));
  }
  const left = encapsulation.file.messages.length - most;
  if (left > 0) yield `<p>${left} more rows are not shown here. The CSV and JSON reports have all.</p>\n`;
  yield `</main>
<script type="application/json" id="packets">${packed.json()}</script>
<script>
${asset('packet-view.js').replaceAll(/^export /gm, '')}
${asset('page.js')}
</script>
</body>
</html>
`;
}

function assumptions({ assumed, file: { ignored, skipped } }: Encapsulation): string {
  const sentences = [
    ...assumed,
    ...(ignored.length === 0 ? [] : [`Columns that are not used: ${ignored.join(', ')}.`]),
    ...skipped.map(
      ({ line, column, text }) => `Left out: line ${line}${column === undefined ? '' : `, column ${column}`}: ${text}.`,
    ),
  ];
  const items = sentences.map((sentence) => `<li>${escapeHtml(sentence.replaceAll('\n', ' '))}</li>`);
  return `<details><summary>What was assumed</summary><ul>${items.join('')}</ul></details>`;
}

function conversationTable({ conversations: { pairs } }: Encapsulation): string {
  const rows = pairs
    .slice(0, usualLimits.most)
    .map(({ transport, client, server, clientName = '', serverName = '', rows }, at) => {
      const cells = [
        at + 1,
        transport.toUpperCase(),
        clientName,
        endpointText(client),
        serverName,
        endpointText(server),
        rows.length,
      ];
      return `<tr>${cells.map((cell) => `<td>${escapeHtml(String(cell))}</td>`).join('')}</tr>`;
    });
  const heads = ['#', 'Transport', 'Client', 'Address', 'Server', 'Address', 'Rows'];
  const head = heads.map((name) => `<th scope="col">${name}</th>`).join('');
  const table = `<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
  const title = `${pairs.length} ${pairs.length === 1 ? 'conversation' : 'conversations'}`;
  return `<details${pairs.length <= fewConversations ? ' open' : ''}><summary>${title}</summary>${table}</details>`;
}

function viewOf({ number, time, bytes, layers }: ReportedPacket): ViewedPacket {
  return {
    title: `Packet ${number}, ${time}, ${bytes.length} bytes`,
    hex: Buffer.from(bytes).toString('hex'),
    layers: layers.map(({ layer, protocol, offset, length, fields }) => ({
      layer,
      protocol,
      offset,
      length,
      fields: fields.map(
        ({ name, value, offset: at, length: size, meaning }) => [name, value, at, size, meaning] as const,
      ),
    })),
  };
}

function bodyOf({ message, packets }: ReportedRow, views: readonly ViewedPacket[]): string {
  if (packets.length === 0) return `<p>${escapeHtml(withoutPacket(message))}</p>`;
  return views.map(packetView).join('');
}

const longestInSummary = 200;

function rowHtml(
  { message, time, who, source, destination, packets }: ReportedRow,
  open: boolean,
  body: string,
): string {
  const text = message.text.length > longestInSummary ? `${message.text.slice(0, longestInSummary)}…` : message.text;
  const bytes = packets.reduce((sum, packet) => sum + packet.bytes.length, 0);
  const ends = `${source} → ${destination}`;
  const parts = [time, who, ...(who === ends ? [] : [ends]), message.protocol, `${bytes} bytes`].filter(
    (part) => part !== '',
  );
  const told = escapeHtml(parts.join(' · '));
  return `<details class="row" data-row="${message.row}"${open ? ' open' : ''}><summary><b>Row ${message.row}</b> <code dir="auto">${escapeHtml(text)}</code> <span class="faint">${told}</span></summary><div class="body">${body}</div></details>\n`;
}
