import type { Millis } from '#chat/event.ts';
import { type Given, textOf, UsageError } from '#server/command.ts';
import { quoted } from '#server/command-line.ts';
import { durationForms, parseDuration } from './duration.ts';

/** The end time given by `--for`; undefined: no end. `usual`: the value without the option. Throws `UsageError`. */
export function readEnding({ values }: Given, now: Millis, usual: string): Millis | undefined {
  const text = textOf(values, 'for') ?? usual;
  if (text === 'ever') return undefined;
  const length = parseDuration(text);
  if (length === undefined) throw new UsageError(`--for takes ${durationForms}, or ever, not ${quoted(text)}.`);
  return now + length;
}
