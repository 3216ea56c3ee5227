import type { DialectOption } from '#dialects/dialect.ts';
import type { Given, Option } from './command.ts';

type Own = Readonly<Record<string, DialectOption>> | undefined;

/** A dialect's own options as flags of a command. */
export const flagsOf = (own: Own): Readonly<Record<string, Option>> => own ?? {};

/** The options that were given, as typed; `yes` for an option without a value. */
export function givenOf(own: Own, { values }: Given): Readonly<Record<string, string>> {
  const given = Object.keys(own ?? {}).map((key) => {
    const value = values[key];
    return [key, value === true ? 'yes' : value] as const;
  });
  return Object.fromEntries(given.filter((each): each is [string, string] => typeof each[1] === 'string'));
}
