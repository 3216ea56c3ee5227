import { type Command, UsageError } from './command.ts';

/** A command line after its aliases were replaced. */
export interface Translated {
  readonly args: readonly string[];
  /** Arguments given by an alias, by their names in the command's `args`. */
  readonly named: Readonly<Record<string, string>>;
  /** The error in it, unless it asked for help. */
  readonly wrong: UsageError | undefined;
}

/**
 * Replaces short options, and those of an original program, by ours; `node:util` cannot parse options such as `-hn`.
 */
export function translate(command: Command, typed: readonly string[]): Translated {
  const { options } = command;
  const aliases = { ...shortForms(command), ...command.aliases };
  const end = typed.includes('--') ? typed.indexOf('--') : typed.length;
  const args: string[] = [];
  const named: Record<string, string> = {};
  let wrong: UsageError | undefined;
  for (let at = 0; at < end; at++) {
    const word = typed[at] ?? '';
    const meaning = Object.hasOwn(aliases, word) ? aliases[word] : undefined;
    const value = at + 1 < end ? typed[at + 1] : undefined;
    if (meaning === undefined) args.push(word);
    else if (value === undefined || /^-\D/.test(value)) {
      wrong ??= new UsageError(`${word} needs a value: ${word} ${options[meaning]?.value ?? meaning}.`);
    } else {
      if (Object.hasOwn(options, meaning)) args.push(`--${meaning}=${value}`);
      else named[meaning] = value;
      at++;
    }
  }
  return { args: [...args, ...typed.slice(end)], named, wrong };
}

function shortForms({ options }: Command): Readonly<Record<string, string>> {
  const short = Object.entries(options).flatMap(([name, option]) =>
    option.short === undefined ? [] : [[`-${option.short}`, name]],
  );
  return Object.fromEntries(short);
}

/** The arguments in order. `undefined`: this one is missing, and an alias gave a later one. */
export function inOrder(
  { args }: Command,
  positionals: readonly string[],
  named: Translated['named'],
): readonly (string | undefined)[] {
  const names = args.match(/[A-Z]+/g) ?? [];
  const last = names.findLastIndex((name) => Object.hasOwn(named, name));
  const typed = [...positionals];
  return [...names.slice(0, last + 1).map((name) => named[name] ?? typed.shift()), ...typed];
}

/** For `--help`: each alias with its meaning. */
export function aliasRows({ aliases = {}, options }: Command): readonly (readonly [string, string])[] {
  return Object.entries(aliases).map(([word, meaning]) => {
    const value = options[meaning]?.value;
    return value === undefined ? [`${word} ${meaning}`, meaning] : [`${word} ${value}`, `--${meaning} ${value}`];
  });
}
