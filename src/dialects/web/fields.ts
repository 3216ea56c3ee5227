import { isJson, type Json, ownField } from './codec.ts';

/** Reads the fields of a request, and remembers the first that is missing or invalid. */
export class Fields {
  /** The name of that field; what was read is not to be used then. */
  bad: string | undefined = undefined;
  readonly #fields: Json;

  constructor(fields: Json) {
    this.#fields = fields;
  }

  has(field: string): boolean {
    return ownField(this.#fields, field) !== undefined;
  }

  /** A string of 1 to `max` UTF-16 units. */
  text(field: string, max: number): string {
    const value = ownField(this.#fields, field);
    if (typeof value === 'string' && value.length > 0 && value.length <= max) return value;
    this.bad ??= field;
    return '';
  }

  optionalText(field: string, max: number): string | undefined {
    return this.has(field) ? this.text(field, max) : undefined;
  }

  /** A string that may be empty. */
  anyText(field: string, max: number): string {
    return ownField(this.#fields, field) === '' ? '' : this.text(field, max);
  }

  flag(field: string): boolean {
    const value = ownField(this.#fields, field);
    if (typeof value !== 'boolean') this.bad ??= field;
    return value === true;
  }

  optionalFlag(field: string): boolean {
    return this.has(field) && this.flag(field);
  }

  /** A whole number that is not negative, at most `max`. */
  count(field: string, min = 0, max: number = Number.MAX_SAFE_INTEGER): number {
    const value = ownField(this.#fields, field);
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max) return value;
    this.bad ??= field;
    return min;
  }

  optionalCount(field: string, min = 0, max: number = Number.MAX_SAFE_INTEGER): number | undefined {
    return this.has(field) ? this.count(field, min, max) : undefined;
  }

  /** One of these words. */
  word<W extends string>(field: string, words: readonly [W, ...W[]]): W {
    const found = words.find((word) => word === ownField(this.#fields, field));
    if (found === undefined) this.bad ??= field;
    return found ?? words[0];
  }

  optionalWord<W extends string>(field: string, words: readonly [W, ...W[]]): W | undefined {
    return this.has(field) ? this.word(field, words) : undefined;
  }

  /** The fields of an object. What is invalid in it makes this field invalid. */
  optionalObject<T>(field: string, read: (inner: Fields) => T): T | undefined {
    const value = ownField(this.#fields, field);
    if (value === undefined) return undefined;
    if (!isJson(value)) {
      this.bad ??= field;
      return undefined;
    }
    const inner = new Fields(value);
    const result = read(inner);
    if (inner.bad !== undefined) this.bad ??= field;
    return result;
  }
}
