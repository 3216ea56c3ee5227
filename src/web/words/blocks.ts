import { type Inline, parseInline } from './inline.ts';

/** A block of a text. */
export type Block =
  | { readonly kind: 'paragraph'; readonly content: readonly Inline[] }
  | { readonly kind: 'code'; readonly language: string; readonly text: string }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | { readonly kind: 'list'; readonly start: number | undefined; readonly items: readonly (readonly Block[])[] }
  | { readonly kind: 'table'; readonly rows: readonly (readonly (readonly Inline[])[])[] }
  /** Only in documents. */
  | { readonly kind: 'heading'; readonly level: number; readonly content: readonly Inline[] };

/** `message`: line breaks are kept, and `#` does not begin a heading. `document`: a README. */
export type TextKind = 'message' | 'document';

const maxDepth = 4;
const fence = /^ {0,3}(`{3,})\s*([\w+#.-]*)\s*$/;
const quote = /^ {0,3}>\s?/;
const bullet = /^ {0,6}[-*+] +(?=\S)/;
const numbered = /^ {0,6}(\d{1,9})[.)] +(?=\S)/;
const heading = /^(#{1,4}) +(.+)$/;
const tableRow = /^\s*\|.*\|\s*$/;
/** Below the head of a table. */
const tableLine = /^\s*\|(?:\s*:?-+:?\s*\|)+\s*$/;
/** A larger table in a message stays text: each cell is an element. */
const maxCells = 400;
const indented = /^ {4}/;

interface Reading {
  readonly lines: readonly string[];
  readonly kind: TextKind;
  readonly depth: number;
}

/** Parses a block that begins at a line; returns it with the line after it. Undefined: no such block begins there. */
type Reader = (reading: Reading, at: number) => { readonly block: Block; readonly next: number } | undefined;

const lineAt = ({ lines }: Reading, at: number): string => lines[at] ?? '';

/** The line after the last consecutive line that fits. */
function endOf({ lines }: Reading, from: number, fits: (line: string) => boolean): number {
  let at = from;
  while (at < lines.length && fits(lines[at] ?? '')) at++;
  return at;
}

const readFence: Reader = (reading, at) => {
  const [, ticks, language = ''] = fence.exec(lineAt(reading, at)) ?? [];
  if (ticks === undefined) return undefined;
  const end = endOf(reading, at + 1, (line) => !(line.trim().startsWith(ticks) && /^`+$/.test(line.trim())));
  const text = reading.lines.slice(at + 1, end).join('\n');
  return { block: { kind: 'code', language, text }, next: end + 1 };
};

const readQuote: Reader = (reading, at) => {
  if (!quote.test(lineAt(reading, at)) || reading.depth >= maxDepth) return undefined;
  const next = endOf(reading, at, (line) => quote.test(line));
  const lines = reading.lines.slice(at, next).map((line) => line.replace(quote, ''));
  return { block: { kind: 'quote', blocks: readBlocks({ ...reading, lines, depth: reading.depth + 1 }) }, next };
};

const indentOf = (line: string): number => line.search(/\S|$/);

/** Lines of a message stay lines; those of a document are one. */
const paragraphOf = ({ kind }: Reading, lines: readonly string[]): Block => ({
  kind: 'paragraph',
  content: parseInline(lines.join(kind === 'message' ? '\n' : ' ')),
});

const readList: Reader = (reading, at) => {
  const first = lineAt(reading, at);
  const marker = bullet.test(first) ? bullet : numbered;
  if (!marker.test(first)) return undefined;
  const goesOn = (line: string): boolean => marker.test(line) || /^ {2,}\S/.test(line);
  const next = endOf(reading, at, goesOn);
  const items: string[][] = [];
  // What is indented by two spaces more belongs to the item above it, and may be a list itself.
  const isItem = (line: string): boolean => marker.test(line) && indentOf(line) < indentOf(first) + 2;
  let width = 0;
  for (const line of reading.lines.slice(at, next)) {
    if (isItem(line)) {
      width = marker.exec(line)?.[0].length ?? 0;
      items.push([line.slice(width)]);
    } else items.at(-1)?.push(line.slice(Math.min(indentOf(line), width)));
  }
  const inner = { ...reading, depth: reading.depth + 1 };
  const blocksOf = (lines: readonly string[]): readonly Block[] =>
    reading.depth < maxDepth ? readBlocks({ ...inner, lines }) : [paragraphOf(reading, lines)];
  const start = marker === numbered ? Number(numbered.exec(first)?.[1]) : undefined;
  return { block: { kind: 'list', start, items: items.map(blocksOf) }, next };
};

const readHeading: Reader = (reading, at) => {
  const [, signs, text = ''] = heading.exec(lineAt(reading, at)) ?? [];
  if (signs === undefined) return undefined;
  return { block: { kind: 'heading', level: signs.length, content: parseInline(text) }, next: at + 1 };
};

const cellsOf = (line: string): readonly (readonly Inline[])[] =>
  line
    .trim()
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => parseInline(cell.trim().replaceAll('\\|', '|')));

const readTable: Reader = (reading, at) => {
  const isMessage = reading.kind === 'message';
  if (isMessage && !tableLine.test(lineAt(reading, at + 1))) return undefined;
  const next = endOf(reading, at, (line) => tableRow.test(line));
  const lines = reading.lines.slice(at, next);
  // All of it at once: line by line, the rest would be looked at again for each.
  if (isMessage && lines.join('').replaceAll(/[^|]/g, '').length > maxCells + lines.length)
    return { block: paragraphOf(reading, lines), next };
  const rows = lines.filter((line) => !/^[\s|:-]+$/.test(line));
  return rows.length === 0 ? undefined : { block: { kind: 'table', rows: rows.map(cellsOf) }, next };
};

const readIndented: Reader = (reading, at) => {
  const next = endOf(reading, at, (line) => indented.test(line));
  if (next === at) return undefined;
  const text = reading.lines.slice(at, next).map((line) => line.slice(4));
  return { block: { kind: 'code', language: '', text: text.join('\n') }, next };
};

const readers: Readonly<Record<TextKind, readonly Reader[]>> = {
  message: [readFence, readQuote, readList, readTable],
  document: [readFence, readQuote, readList, readHeading, readTable, readIndented],
};

function readOther(reading: Reading, at: number): { block: Block; next: number } | undefined {
  for (const read of readers[reading.kind]) {
    const found = read(reading, at);
    if (found) return found;
  }
  return undefined;
}

function readBlocks(reading: Reading): readonly Block[] {
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  const endParagraph = (): void => {
    if (paragraph.some((line) => line.trim() !== '')) blocks.push(paragraphOf(reading, paragraph));
    paragraph = [];
  };
  for (let at = 0; at < reading.lines.length;) {
    const line = lineAt(reading, at);
    const other = readOther(reading, at);
    if (other || line.trim() === '') endParagraph();
    if (other) blocks.push(other.block);
    else if (line.trim() !== '') paragraph.push(line);
    at = other?.next ?? at + 1;
  }
  endParagraph();
  return blocks;
}

/** The blocks of a message, or of a document. */
export const parseBlocks = (text: string, kind: TextKind = 'message'): readonly Block[] =>
  readBlocks({ lines: text.replace(/\r\n?/g, '\n').split('\n'), kind, depth: 0 });
