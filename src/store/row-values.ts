import type { SQLOutputValue } from 'node:sqlite';
import { exits, StoreError } from './store-error.ts';

/** A row, by position. */
export type Row = { readonly [column: number]: SQLOutputValue };

type Value = SQLOutputValue | undefined;

export function text(value: Value): string {
  return typeof value === 'string' ? value : wrong(value);
}

export function integer(value: Value): number {
  return typeof value === 'number' ? value : wrong(value);
}

export function integerOrNull(value: Value): number | null {
  return value === null ? null : integer(value);
}

export function textOrNull(value: Value): string | null {
  return value === null ? null : text(value);
}

export function bytes(value: Value): Uint8Array {
  return value instanceof Uint8Array ? value : wrong(value);
}

/** The schema does not allow this value, so another program has written it. */
function wrong(value: unknown): never {
  throw new StoreError(exits.corrupt, `The database contains an invalid value: ${String(value)}.`);
}
