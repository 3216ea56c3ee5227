import type { Given, Option } from '#server/command.ts';
import { textOf, UsageError } from '#server/command.ts';
import { defaultData } from '#server/default-data.ts';

export const dataOption: Option = {
  value: 'DIR',
  help: 'where the chat is kept (default ./polylogue-data, or $POLYLOGUE_DATA)',
};

/** The value of `--data`, otherwise that of `POLYLOGUE_DATA`, otherwise the default. */
export function dataDirectory({ values }: Given): string {
  const data = textOf(values, 'data') ?? defaultData();
  if (data === '') throw new UsageError('--data needs a directory.');
  return data;
}
