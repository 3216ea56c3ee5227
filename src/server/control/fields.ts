/** The fields of a request, by name. A Map, because names from outside must not reach a prototype. */
export type Fields = ReadonlyMap<string, unknown>;

/** Undefined if the line is not a JSON object. */
export function fieldsOf(line: string): Fields | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? new Map(Object.entries(value ?? {})) : undefined;
}

export const wrong = (field: string): string => `The request's ${field} is not what it should be.`;

/** The most characters of a name in a request: far more than any valid name has. */
const maxName = 512;

export const isName = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= maxName;

/** The most characters of a text in a request: far more than is accepted. */
const maxText = 100_000;

export const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= maxText;

export const isFlag = (value: unknown): value is boolean | undefined =>
  value === undefined || typeof value === 'boolean';

export const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

export const isOptional =
  <T>(is: (value: unknown) => value is T): ((value: unknown) => value is T | undefined) =>
  (value): value is T | undefined =>
    value === undefined || is(value);
