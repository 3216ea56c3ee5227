import { CommandError } from '#server/control/command-error.ts';
import { escapedJson } from '#text/visible.ts';

/** One line of JSON, with control and invisible characters escaped. */
export const jsonLine = (value: unknown): string => `${escapedJson(JSON.stringify(value))}\n`;

/** Whether the server has answered an object with these fields. */
export const hasFields = (value: unknown, ...fields: readonly string[]): value is object =>
  typeof value === 'object' && value !== null && fields.every((field) => field in value);

/** Returns the function that checks an answer of the server. It throws `otherVersion`. */
export const answered =
  <T>(is: (value: unknown) => value is T): ((value: unknown) => T) =>
  (value) => {
    if (!is(value)) throw otherVersion();
    return value;
  };

export const otherVersion = (): CommandError =>
  new CommandError('The answer of the server is not understood: it may run another version of Polylogue.');
