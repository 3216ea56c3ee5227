import type { Given, Option } from '#server/command.ts';
import { UsageError } from '#server/command.ts';

export const dataOption: Option = {
  value: 'DIR',
  help: 'where the chat is kept (default ./polylogue-data, or $POLYLOGUE_DATA)',
};

/** The value of `--data`, or what the environment says. */
export function dataDirectory({ values }: Given): string {
  const data = textOption(values, 'data') ?? (process.env['POLYLOGUE_DATA'] || './polylogue-data');
  if (data === '') throw new UsageError('--data needs a directory.');
  return data;
}

/** The value of an option that takes one. */
export function textOption(values: Given['values'], name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}
