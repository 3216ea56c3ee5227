/** A value that is being changed in a field, while others may change it, too. */
export interface TypedValue {
  /** The value that the field began with. */
  readonly base: string;
  readonly typed: string;
  /** What others have changed it to since, while something else was typed. */
  readonly theirs?: string;
}

export const asIs = (value: string): TypedValue => ({ base: value, typed: value });

/** The value is another one now. What was typed is kept, unless it says the same or nothing was typed. */
export function changedTo(field: TypedValue, value: string): TypedValue {
  const { base, typed } = field;
  if (value === base) return asBefore(field);
  return typed.trim() === base || typed.trim() === value ? asIs(value) : { base, typed, theirs: value };
}

const asBefore = ({ base, typed }: TypedValue): TypedValue => ({ base, typed });

/** What was typed was saved: the server may word it otherwise. */
export const savedAs = (sent: string, value: string, before: string): TypedValue =>
  asIs(value === before ? sent : value);
