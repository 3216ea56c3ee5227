import type { UserRef } from '#chat/event.ts';
import { exits, StoreError } from './store-error.ts';

/** Reads values from the bodies of entries. A value that we never write comes from another program. */
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : wrong(value));
export const text = (value: unknown): string => (typeof value === 'string' ? value : wrong(value));
export const integer = (value: unknown): number => (typeof value === 'number' ? value : wrong(value));

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function wrong(value: unknown): never {
  throw new StoreError(exits.corrupt, `The database contains an invalid value in an entry: ${JSON.stringify(value)}.`);
}

/** Reads `[ID,NAME]`. Older entries have only the id. */
export function userOf(value: unknown): UserRef {
  if (typeof value === 'number') return { id: value, name: '' };
  const [id, name] = list(value);
  return { id: integer(id), name: text(name) };
}
