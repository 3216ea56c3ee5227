import { quoted, unknownOption } from './command-line.ts';
import type { Command } from './command.ts';
import { otherCommandWords } from './other-command-words.ts';
import { nearest } from '#text/nearest.ts';

/** The result of searching for a command at the beginning of a command line. */
export type Found =
  | { readonly kind: 'command'; readonly command: Command; readonly args: readonly string[] }
  /** Only the first word of several commands. `help`: the line asks for help about them. */
  | { readonly kind: 'family'; readonly word: string; readonly commands: readonly Command[]; readonly help: boolean }
  /** `sentence`: the error, with the command that was probably meant. */
  | { readonly kind: 'nothing'; readonly sentence: string };

export function findCommand(commands: readonly Command[], args: readonly string[]): Found {
  // `rooms role` before `rooms`.
  const wordy = commands.toSorted((one, other) => wordsOf(other).length - wordsOf(one).length);
  for (const command of wordy) {
    const words = wordsOf(command);
    if (words.every((word, at) => args[at] === word))
      return { kind: 'command', command, args: args.slice(words.length) };
  }
  const [word = '', second] = args;
  if (word.startsWith('-')) return { kind: 'nothing', sentence: misplaced(word) };
  const family = commands.filter(({ name }) => name.startsWith(`${word} `));
  if (family.length > 0 && (second === undefined || second.startsWith('-'))) {
    return { kind: 'family', word, commands: family, help: args.includes('--help') || args.includes('-h') };
  }
  const typed = args.slice(0, second?.startsWith('-') !== true && likely(commands, word) ? 2 : 1);
  const meant = commandMeant(commands, args);
  const all = ` Choose one of: ${family.map(({ name }) => name).join(', ')}.`;
  const hint = meant === undefined ? '' : meant === word ? all : ` Did you mean polylogue ${meant}?`;
  return { kind: 'nothing', sentence: `There is no command ${quoted(typed.join(' '))}.${hint}` };
}

const wordsOf = ({ name }: Command): readonly string[] => name.split(' ');

function misplaced(option: string): string {
  const sentence = unknownOption(option.replace(/=.*/s, ''), ['version']);
  return sentence.endsWith('?') ? sentence : `${sentence} Options come after a command.`;
}

/** Whether the first of two words is a known first word, or nearly one. */
const likely = (commands: readonly Command[], word: string): boolean =>
  nearest(word, new Set(commands.flatMap(({ name }) => (name.includes(' ') ? name.split(' ') : [])))) !== undefined;

function commandMeant(commands: readonly Command[], [first = '', second = '']: readonly string[]): string | undefined {
  const names = commands.map(({ name }) => name);
  const other = otherCommandWords.get(first.toLowerCase());
  if (other !== undefined && !names.some((name) => name.split(' ')[0] === first)) return other;
  const single = names.filter((name) => !name.includes(' '));
  return (
    nearest(`${first} ${second}`.trim(), names) ??
    names.find((name) => name === `${second} ${first}`) ??
    nearest(first, [...single, ...new Set(names.flatMap((name) => name.split(' ').slice(0, 1)))])
  );
}
