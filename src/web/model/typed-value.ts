/** A value that is being changed in a field, while others may change it, too. */
export interface TypedValue {
  /** The value that the field began with. */
  readonly base: string;
  readonly typed: string;
  /** What others have changed it to since, while something else was typed. */
  readonly theirs?: string;
}

export const asIs = (value: string): TypedValue => ({ base: value, typed: value });

/** Others have changed the value. Typed text is kept, unless it equals the new value or nothing was typed. */
export function changedTo(field: TypedValue, value: string): TypedValue {
  const { base, typed } = field;
  if (value === base) return asBefore(field);
  return typed.trim() === base || typed.trim() === value ? asIs(value) : { base, typed, theirs: value };
}

const asBefore = ({ base, typed }: TypedValue): TypedValue => ({ base, typed });

/** The typed text was saved. `value`: the value as the server has stored it, which may be written differently. */
export const savedAs = (sent: string, value: string, before: string): TypedValue =>
  asIs(value === before ? sent : value);
