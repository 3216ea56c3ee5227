/** What a command's form is made of: which words follow its name, and what they mean. */

/** Words with a fixed set of values, in the order in which they are offered. */
export const choices: Readonly<Record<ChoiceName, readonly string[]>> = {
  switch: ['on', 'off'],
};

export type ChoiceName = 'switch';

/** The words that can follow a command's name. A channel is found by its `#`, wherever it may stand. */
export type FieldName =
  /** A channel. */
  | 'room'
  /** A user. */
  | 'person'
  /** A user or a channel. */
  | 'to'
  /** The same, before a number: a name of digits is taken for that. */
  | 'place'
  /** A command. */
  | 'word'
  /** A part of a name. */
  | 'part'
  | 'count'
  | 'password'
  | ChoiceName
  /** Everything that follows. */
  | 'text'
  | 'reason';

/** What a terminal or a page may offer while the field is typed. */
export type Completion = 'room' | 'person' | 'command' | ChoiceName;

interface FieldKind {
  /** Its name in a usage. */
  readonly shown: string;
  /** It takes the rest of the line, with the spaces in it. */
  readonly rest?: true;
  readonly completes?: readonly Completion[];
  /** What a word must look like to be taken for an optional field, or not to be refused. */
  readonly looks?: RegExp;
}

export const fieldKinds: Readonly<Record<FieldName, FieldKind>> = {
  room: { shown: '#ROOM', completes: ['room'], looks: /^#/ },
  person: { shown: 'NAME', completes: ['person'], looks: /^[^#]/ },
  to: { shown: 'NAME|#ROOM', completes: ['person', 'room'] },
  place: { shown: 'NAME|#ROOM', completes: ['person', 'room'], looks: /[^0-9]/ },
  word: { shown: 'COMMAND', completes: ['command'] },
  part: { shown: 'PART' },
  count: { shown: 'COUNT', looks: /^[0-9]{1,9}$/ },
  password: { shown: 'PASSWORD', rest: true },
  switch: { shown: 'on|off', completes: ['switch'], looks: /^(?:on|off)$/i },
  text: { shown: 'TEXT', rest: true, completes: ['person'] },
  reason: { shown: 'REASON', rest: true },
};

/** The fields of one command as typed; empty if not given. */
export type Given = Readonly<Partial<Record<FieldName, string>>>;

export type Group = 'rooms' | 'messages' | 'yourself';

/** A field that may be left out is one of `maybe`. */
export type Field = FieldName | { readonly maybe: FieldName };

/** One command. */
export interface CommandForm {
  readonly group: Group;
  readonly fields: readonly Field[];
  /** Continues the sentence that the usage begins, without the full stop. */
  readonly help: string;
  /** What it needs, and an example: the answer to somebody who left a field out. Missing where nothing is needed. */
  readonly needs?: string;
  readonly example?: string;
}
