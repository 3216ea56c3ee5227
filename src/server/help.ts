import { aliasRows } from './aliases.ts';
import type { Command } from './command.ts';
import type { Group } from './command-table.ts';

const width = 100;
/** Words as long as this do not push all the others to the right. */
const widest = 34;

/** What `polylogue --help` tells. */
export function overview(version: string, groups: readonly Group[]): string {
  const all = groups.flatMap(({ commands }) => commands);
  const left = columnOf(all.map(usageOf));
  const parts = groups.map(({ title, commands }) => `${title}\n${rows(commands.map(row), left)}`);
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
)}
Examples
  polylogue serve
  polylogue nick client 127.0.0.1 43221
`;
}

/** What `polylogue account --help` tells: of the commands that begin with the same word. */
export function familyHelp(word: string, commands: readonly Command[]): string {
  const list = rows(commands.map(row), columnOf(commands.map(usageOf)));
  return `Usage: polylogue ${word} COMMAND [arguments] [options]\n\n${list}\nDetails: polylogue ${word} COMMAND --help\n`;
}

/** What `polylogue X --help` tells. */
export function helpOf(command: Command): string {
  const { about, examples, options, summary } = command;
  const flags = Object.entries(options).map(([name, { value, short, help, multiple }]): Row => [
    `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}${multiple === true ? ' …' : ''}`,
    help,
  ]);
  const shown: readonly Row[] = [...flags, ['--help', 'show this help']];
  const words = aliasRows(command);
  const parts = [
    `Usage: polylogue ${usageOf(command)} [options]\n`,
    sentence(summary),
    about === '' ? '' : paragraphs(about),
    `Options\n${rows(shown, columnOf(shown.map(([term]) => term)))}`,
    words.length > 0 ? `Options of the original program\n${rows(words, columnOf(words.map(([term]) => term)))}` : '',
    examples.length > 0 ? `Examples\n${examples.map((line) => `  ${line}\n`).join('')}` : '',
  ];
  return parts.filter((part) => part !== '').join('\n');
}

type Row = readonly [term: string, meaning: string];

const usageOf = ({ name, args }: Command): string => (args === '' ? name : `${name} ${args}`);

const row = (command: Command): Row => [usageOf(command), command.summary];

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, '')}.\n`;

const columnOf = (terms: readonly string[]): number =>
  Math.max(...terms.map(({ length }) => length).filter((length) => length <= widest), 0) + 4;

/** Filled anew, but for lines that are indented. */
const paragraphs = (text: string): string =>
  text
    .trimEnd()
    .replace(/(?<=\S)\n(?=\S)/g, ' ')
    .split('\n')
    .flatMap((line) => (line.startsWith(' ') ? [line] : wrapped(line, width)))
    .map((line) => `${line}\n`)
    .join('');

/** Two columns; `left` is where the second begins. */
function rows(pairs: readonly Row[], left: number): string {
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

function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
