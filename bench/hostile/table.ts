import { styleText } from 'node:util';
import type { Figures, PairFigures } from './figures.ts';

const columns = [
  ['attack', -14],
  ['pair from', -10],
  ['p50 ms', 15],
  ['p99 ms', 15],
  ['unanswered', 12],
  ['closed', 7],
  ['logins', 9],
  ['worst s', 8],
  ['probe ms', 9],
  ['RSS + MB', 9],
  ['CPU s', 10],
  ['log lines', 10],
  ['end s', 6],
] as const;

const line = (cells: readonly string[]): string =>
  columns
    .map(([, width], index) => {
      const cell = cells[index] ?? '';
      return width < 0 ? cell.padEnd(-width) : cell.padStart(width);
    })
    .join('')
    .trimEnd();

const ms = (value: number | null): string => (value === null ? '-' : value.toFixed(value < 10 ? 1 : 0));
const beforeAndDuring = (quiet: number, during: number): string => `${ms(quiet)} → ${ms(during)}`;

const pairCells = ({ quiet, during, closed }: PairFigures): readonly string[] => [
  beforeAndDuring(quiet.p50, during.p50),
  beforeAndDuring(quiet.p99, during.p99),
  `${during.unanswered}/${during.count}`,
  String(closed),
];

/**
 * Two rows for each attack: the pair at another address with the server's figures and the result; and the pair at the
 * attackers' address.
 */
export function rowsOf({ attack, honest, server }: Figures, failed: readonly string[], colours: boolean): string {
  const { pair, neighbours, logins, probe, thrownOut = 0, reader } = honest;
  const { rss, cpu, seconds, logged, end } = server;
  const ready = logins.filter(({ outcome }) => outcome === 'ready').length;
  const others = thrownOut + Number(reader?.closed ?? false);
  const all = { ...pair, closed: pair.closed + others };
  const first = line([
    attack,
    'elsewhere',
    ...pairCells(all),
    logins.length === 0 ? '' : `${ready}/${logins.length}`,
    logins.length === 0 ? '' : (Math.max(...logins.map((login) => login.ms)) / 1000).toFixed(1),
    ms(probe.during.worst),
    ((rss.during - rss.quiet) / 1e6).toFixed(0),
    `${cpu.toFixed(1)}/${seconds.toFixed(0)}`,
    String(logged.lines),
    end.toFixed(1),
  ]);
  return `${first}  ${result(failed, colours)}\n${line(['', 'beside it', ...pairCells(neighbours)])}`;
}

export function result(failed: readonly string[], colours: boolean): string {
  const [colour, text] = failed.length === 0 ? (['green', 'held'] as const) : (['red', failed.join(', ')] as const);
  return colours ? styleText(colour, text, { validateStream: false }) : text;
}

export const heading: string = `${line(columns.map(([name]) => name))}  missed`;
