import { type Cursor, parseCursor } from '#chat/cursor.ts';

import type { Payload } from '../talk-codec.ts';

/** Reads the fields of a payload, and remembers the first that is missing or invalid. */
export class Fields {
  /** The name of that field; what was read is not to be used then. */
  bad: string | undefined = undefined;
  readonly #payload: Payload;

  constructor(payload: Payload) {
    this.#payload = payload;
  }

  /** A string of 1 to `max` UTF-16 units. */
  text(field: string, max: number): string {
    const value = this.#payload[field];
    if (typeof value === 'string' && value.length > 0 && value.length <= max) return value;
    this.bad ??= field;
    return '';
  }

  optionalText(field: string, max: number): string | undefined {
    return this.#has(field) ? this.text(field, max) : undefined;
  }

  /** A string that may be empty. */
  anyText(field: string, max: number): string | undefined {
    return this.#payload[field] === '' ? '' : this.optionalText(field, max);
  }

  /** One of these words. */
  optionalChoice<T extends string>(field: string, words: readonly T[]): T | undefined {
    const value = this.#payload[field];
    const chosen = words.find((word) => word === value);
    if (chosen === undefined && this.#has(field)) this.bad ??= field;
    return chosen;
  }

  /** `missing` where the field is not there. */
  optionalFlag(field: string, missing: boolean): boolean {
    return this.#has(field) ? this.flag(field) : missing;
  }

  flag(field: string): boolean {
    const value = this.#payload[field];
    if (typeof value !== 'boolean') this.bad ??= field;
    return value === true;
  }

  /** A whole number; `missing` where the field is not there. */
  count(field: string, min: number, max: number, missing: number): number {
    if (!this.#has(field)) return missing;
    const value = this.#payload[field];
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max) return value;
    this.bad ??= field;
    return missing;
  }

  /** `epoch:seq`. */
  optionalCursor(field: string): Cursor | undefined {
    const value = this.#payload[field];
    const cursor = typeof value === 'string' ? parseCursor(value) : undefined;
    if (!cursor && this.#has(field)) this.bad ??= field;
    return cursor;
  }

  /** A required cursor, `epoch:seq`. */
  cursor(field: string): Cursor {
    const cursor = this.optionalCursor(field);
    if (!cursor) this.bad ??= field;
    return cursor ?? { epoch: '', seq: 0 };
  }

  #has(field: string): boolean {
    return this.#payload[field] !== undefined;
  }
}
