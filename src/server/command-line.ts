import { parseArgs } from 'node:util';
import { visible } from '#text/visible.ts';
import { inOrder, translate } from './aliases.ts';
import { type Command, type Given, UsageError } from './command.ts';
import { nearest } from '#text/nearest.ts';

/** A typed word, quoted for a sentence. */
export const quoted = (word: string): string => JSON.stringify(visible(word));

/** `--grace`, with its dashes. */
const flag = (name: string): string => `--${name}`;

/** Parses the arguments after a command's words; `help` if they ask for help. Throws `UsageError`. */
export function readCommandLine(command: Command, typed: readonly string[]): Given | 'help' {
  const { args, named, wrong } = translate(command, typed);
  const { tokens } = parse(command, args);
  if (tokens.some((token) => token.kind === 'option' && isHelp(token.rawName))) return 'help';
  if (wrong) throw wrong;
  const values: Record<string, string | boolean | readonly string[]> = Object.create(null);
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    else if (token.kind === 'option') take(command, token, values, args[token.index] ?? token.rawName);
  }
  const all = inOrder(command, positionals, named);
  count(command, all);
  return { values, positionals: all };
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
  readonly index: number;
}

type Parsed = { readonly kind: 'option-terminator' } | { readonly kind: 'positional'; readonly value: string };
type Token = Parsed | ({ readonly kind: 'option' } & OptionToken);

/** Parses without `strict`, because our own error messages are clearer than those of `node:util`. */
function parse(command: Command, args: readonly string[]): { readonly tokens: readonly Token[] } {
  const typed = Object.entries(command.options).map(([name, { value }]): [string, { type: 'string' | 'boolean' }] => [
    name,
    { type: value === undefined ? 'boolean' : 'string' },
  ]);
  const options = Object.fromEntries(typed);
  return parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
}

const isHelp = (typed: string): boolean => typed === '--help' || typed === '-h';

function take(
  { options }: Command,
  { name, rawName, value, inlineValue }: OptionToken,
  values: Record<string, string | boolean | readonly string[]>,
  typed: string,
): void {
  const option = rawName === flag(name) && Object.hasOwn(options, name) ? options[name] : undefined;
  if (!option) throw new UsageError(unknownOption(typed.replace(/=.*/s, ''), Object.keys(options)));
  if (option.value === undefined) {
    if (value !== undefined) throw new UsageError(`${rawName} takes no value.`);
    values[name] = true;
  } else if (value === undefined || (inlineValue !== true && /^-[^\s\d]\S*$/.test(value))) {
    throw new UsageError(`${rawName} needs a value: ${rawName} ${option.value}.`);
  } else if (option.multiple === true) {
    const before = values[name];
    values[name] = Array.isArray(before) ? [...before, value] : [value];
  } else values[name] = value;
}

/** The error for an option that is neither one of these nor `help`. */
export function unknownOption(typed: string, names: readonly string[]): string {
  const meant = nearest(typed, [...names, 'help'].map(flag));
  return `Unknown option '${visible(typed)}'.${meant === undefined ? '' : ` Did you mean ${meant}?`}`;
}

/** `one, two and three`. */
function listedWords(words: readonly string[], last: 'and' | 'or'): string {
  const [final = '', ...others] = words.toReversed();
  return others.length === 0 ? final : `${others.toReversed().join(', ')} ${last} ${final}`;
}

function count({ args, count: [least, most] }: Command, positionals: readonly (string | undefined)[]): void {
  if (positionals.length < least) {
    const words = args.match(/[^\s[\]|]+(?:\|[^\s[\]|]+)*/g) ?? [];
    const missing = words.slice(positionals.length, least).map((word) => listedWords(word.split('|'), 'or'));
    const listed = listedWords(missing, 'and');
    throw new UsageError(`${listed} ${missing.length > 1 ? 'are' : 'is'} missing.`);
  }
  const [extra] = positionals.slice(most);
  if (extra === undefined) return;
  const many =
    positionals.length - most > 1 ? `There are ${positionals.length - most} arguments` : 'There is one argument';
  throw new UsageError(
    `${many} too many: ${positionals
      .slice(most)
      .map((extra = '') => quoted(extra))
      .join(', ')}.`,
  );
}
