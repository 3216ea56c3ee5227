import { CaptureEncoder, synthesised } from '#lab/capture/capture-encoder.ts';
import { pcapngFormat } from '#lab/capture/pcapng-writer.ts';
import { formatBytes } from '#lab/bytes.ts';

import type { Exchange, Happening } from './exchange.ts';

/** Characters of a chunk that a diagram shows. */
const maxShown = 48;
/** Arrows that a diagram shows; a longer exchange says how many more there were. */
const maxArrows = 60;

/** One row of a diagram. */
interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly text: string;
}

const program = 'program';

/** Who wrote what to whom, in the order in which it happened. */
function arrowsOf({ happenings, actors }: Exchange): readonly Arrow[] {
  return happenings.flatMap((each): readonly Arrow[] => {
    const actor = actors[each.link] ?? '';
    const [from, to] = 'by' in each && each.by === 'them' ? [program, actor] : [actor, program];
    return [{ from, to, text: wordsFor(each) }];
  });
}

function wordsFor(happening: Happening): string {
  if (happening.kind === 'opened') return 'connects';
  if (happening.kind === 'ended') return happening.how === 'closed' ? 'closes (FIN)' : 'breaks off (RST)';
  const text = formatBytes(happening.bytes.subarray(0, maxShown));
  return happening.bytes.length > maxShown ? `${text}… (${happening.bytes.length} bytes)` : text;
}

/** A sequence diagram as Mermaid text. */
export function mermaidOf(exchange: Exchange): string {
  const arrows = arrowsOf(exchange);
  const people = [...new Set(exchange.actors)];
  const rows = arrows.slice(0, maxArrows).map(({ from, to, text }) => `  ${from}->>${to}: ${mermaidText(text)}`);
  const more = arrows.length > maxArrows ? [`  Note over ${program}: ${arrows.length - maxArrows} more`] : [];
  const participants = [...people, program].map((name) => `  participant ${name}`);
  return ['sequenceDiagram', ...participants, ...rows, ...more, ''].join('\n');
}

/** `#` and `;` have a meaning in Mermaid: they are written as entities. */
const mermaidText = (text: string): string =>
  text.replaceAll(/[#;<>]/g, (character) => `#${character.codePointAt(0)};`);

const [columnWidth, rowHeight, margin] = [220, 34, 28];

/** A sequence diagram as a self-contained SVG. */
export function svgOf(exchange: Exchange): string {
  const arrows = arrowsOf(exchange);
  const people = [...new Set(exchange.actors), program];
  const shown = arrows.slice(0, maxArrows);
  const x = (name: string): number => margin + columnWidth / 2 + columnWidth * people.indexOf(name);
  const [width, top] = [2 * margin + columnWidth * people.length, 60];
  const height = top + rowHeight * (shown.length + 1) + margin;
  const lines = people.map(
    (name) =>
      `<line x1="${x(name)}" y1="${top - 14}" x2="${x(name)}" y2="${height - margin}" class="life"/>` +
      `<text x="${x(name)}" y="${top - 24}" class="name">${escaped(name)}</text>`,
  );
  const rows = shown.map(({ from, to, text }, index) => {
    const y = top + rowHeight * (index + 1);
    const [start, end] = [x(from), x(to)];
    const middle = (start + end) / 2;
    return (
      `<text x="${middle}" y="${y - 5}" class="said">${escaped(text)}</text>` +
      `<line x1="${start}" y1="${y}" x2="${end}" y2="${y}" class="arrow" marker-end="url(#head)"/>`
    );
  });
  const left = arrows.length - shown.length;
  const more = left > 0 ? `<text x="${margin}" y="${height - 8}" class="said">${left} more</text>` : '';
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    '<style>.life{stroke:#8c959f;stroke-dasharray:4 4}.arrow{stroke:#0b5fc6;stroke-width:1.5}text{font:12px ui-monospace,monospace;fill:#1b1f24}' +
      '.name{font:600 14px system-ui,sans-serif;text-anchor:middle}.said{text-anchor:middle}rect{fill:#fff}</style>',
    '<defs><marker id="head" markerWidth="9" markerHeight="9" refX="8" refY="4.5" orient="auto"><path d="M0,0 L9,4.5 L0,9 z" fill="#0b5fc6"/></marker></defs>',
    `<rect width="${width}" height="${height}"/>`,
    ...lines,
    ...rows,
    more,
    '</svg>',
    '',
  ].join('\n');
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The exchange as a capture file. `port`: the program's. `began`: ns since 1970. */
export function captureOf(exchange: Exchange, port: number, began: bigint, programVersion: string): Uint8Array {
  const encoder = new CaptureEncoder(pcapngFormat());
  const pieces = [
    encoder.head({ program: programVersion, comment: synthesised }),
    encoder.interface({ name: 'check', description: 'the connections of one check' }),
  ];
  const over = new Set<number>();
  // The side that opened a link is its client.
  const openedBy = new Map<number, 'us' | 'them'>();
  for (const happening of exchange.happenings) {
    const { link, at } = happening;
    const [id, time] = [String(link), began + BigInt(Math.round(at * 1e6))];
    const actor = exchange.actors[link] ?? '';
    const from = happening.by === (openedBy.get(link) ?? happening.by) ? 'client' : 'server';
    if (happening.kind === 'opened') {
      openedBy.set(link, happening.by);
      const client = { address: '127.0.0.1', port: 50_000 + link };
      const server = { address: '127.0.0.1', port };
      pieces.push(encoder.opened(id, time, 0, { client, server }, actor));
    } else if (happening.kind === 'bytes') {
      pieces.push(encoder.bytes(id, time, from, happening.bytes));
    } else {
      if (happening.how === 'reset') pieces.push(encoder.reset(id, time, from));
      else {
        pieces.push(
          encoder.finished(id, time, from),
          encoder.finished(id, time, from === 'client' ? 'server' : 'client'),
        );
      }
      over.add(link);
    }
  }
  const last = began + BigInt(Math.round((exchange.happenings.at(-1)?.at ?? 0) * 1e6)) + 1n;
  for (const link of exchange.actors.keys())
    if (!over.has(link)) pieces.push(encoder.reset(String(link), last, 'client'));
  pieces.push(encoder.statistics(last));
  return Uint8Array.from(pieces.flatMap((piece) => [...piece]));
}
