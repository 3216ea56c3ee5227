import { wrapped, wrappedRow } from '#text/wrap-words.ts';
import { aliasRows } from './aliases.ts';
import type { Command } from './command.ts';
import type { Group } from './command-table.ts';

/** Terms longer than this do not widen the first column. */
const widest = 34;

/** The text of `polylogue --help`, in lines of at most `width` columns. */
export function overview(version: string, groups: readonly Group[], width: number): string {
  const all = groups.flatMap(({ commands }) => commands);
  const left = columnOf(all.map(usageOf), width);
  const parts = groups.map(({ title, commands }) => `${title}\n${rows(commands.map(row), left, width)}`);
  return `Polylogue ${version}: one chat server for five protocols.

Usage: polylogue COMMAND [arguments] [options]

${parts.join('\n')}
More help
${rows(
  [
    ['COMMAND --help', 'arguments, options and examples of a command'],
    ['--version', 'print the version'],
  ],
  left,
  width,
)}
Examples
  polylogue serve
  polylogue nick client 127.0.0.1 43221
`;
}

/** The text of `polylogue account --help`: the commands that begin with the same word. */
export function familyHelp(word: string, commands: readonly Command[], width: number): string {
  const list = table(commands.map(row), width);
  return `Usage: polylogue ${word} COMMAND [arguments] [options]\n\n${list}\nDetails: polylogue ${word} COMMAND --help\n`;
}

/** The text of `polylogue COMMAND --help`. */
export function helpOf(command: Command, width: number): string {
  const { about, examples, options, summary } = command;
  const flags = Object.entries(options).map(([name, { value, short, help, multiple }]): Row => [
    `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}${multiple === true ? ' …' : ''}`,
    help,
  ]);
  const shown: readonly Row[] = [...flags, ['--help', 'show this help']];
  const words = aliasRows(command);
  const parts = [
    `Usage: polylogue ${usageOf(command)} [options]\n`,
    paragraphs(sentence(summary), width),
    about === '' ? '' : paragraphs(about, width),
    `Options\n${table(shown, width)}`,
    words.length > 0 ? `Options of the original program\n${table(words, width)}` : '',
    examples.length > 0 ? `Examples\n${examples.map((line) => `  ${line}\n`).join('')}` : '',
  ];
  return parts.filter((part) => part !== '').join('\n');
}

type Row = readonly [term: string, meaning: string];

const usageOf = ({ name, args }: Command): string => (args === '' ? name : `${name} ${args}`);

const row = (command: Command): Row => [usageOf(command), command.summary];

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, '')}.\n`;

/** The start of the second column: after the longest term that leaves it most of the width. */
function columnOf(terms: readonly string[], width: number): number {
  const most = Math.min(widest, Math.floor(width / 2) - 4);
  return Math.max(...terms.map(({ length }) => length).filter((length) => length <= most), 0) + 4;
}

/**
 * In a line with two columns, the second column is wrapped. Other indented lines are commands to paste, and stay whole.
 */
function tableLine(line: string, width: number): readonly string[] {
  const [begin] = /^ {4,}(?=\S)|^ +\S+(?: \S+)*? {2,}(?=\S)/.exec(line) ?? [];
  return begin === undefined ? [line] : wrappedRow(line, width, begin.length);
}

/** Wraps text again, except indented lines. */
const paragraphs = (text: string, width: number): string =>
  text
    .trimEnd()
    .replace(/(?<=\S)\n(?=\S)/g, ' ')
    .split('\n')
    .flatMap((line) => (line.startsWith(' ') ? tableLine(line, width) : wrapped(line, width)))
    .map((line) => `${line}\n`)
    .join('');

const table = (pairs: readonly Row[], width: number): string =>
  rows(
    pairs,
    columnOf(
      pairs.map(([term]) => term),
      width,
    ),
    width,
  );

/** Two columns; `left` is where the second begins. */
function rows(pairs: readonly Row[], left: number, width: number): string {
  return pairs
    .map(([term, meaning]) => {
      const [first = '', ...more] = wrapped(meaning, width - left);
      const begin = `  ${term}`;
      const lines = begin.length + 2 > left ? [begin, indented(first, left)] : [`${begin.padEnd(left)}${first}`];
      return [...lines, ...more.map((line) => indented(line, left))].map((line) => `${line}\n`).join('');
    })
    .join('');
}

const indented = (line: string, left: number): string => `${' '.repeat(left)}${line}`;
