import { type Act, roles } from '#chat/rights/rights.ts';
import { roomSettingNames } from '#chat/settings/room-settings.ts';

/** Words with a fixed set of values, in the order in which they are offered. */
export const choices: Readonly<Record<ChoiceName, readonly string[]>> = {
  switch: ['on', 'off'],
  role: roles,
  setting: roomSettingNames,
  level: ['all', 'mentions', 'nothing'],
};

export type ChoiceName = 'switch' | 'role' | 'setting' | 'level';

/** The words that can follow a command's name. A channel is recognised by its `#`, in any place. */
export type FieldName =
  /** A channel. */
  | 'room'
  /** A user. */
  | 'person'
  /** A user or a channel. */
  | 'to'
  /** A user or a channel, in a command where a number may follow: a name of digits alone is taken as that number. */
  | 'place'
  /** A message: its number, or the name of the user who sent the last one. */
  | 'message'
  /** A message by its number alone. */
  | 'number'
  | 'emoji'
  /** A name, or a mask of names. */
  | 'mask'
  /** How long. */
  | 'time'
  /** A command. */
  | 'word'
  /** A part of a name. */
  | 'part'
  | 'count'
  /** The key of a room, or an invitation code. */
  | 'key'
  | 'code'
  | 'password'
  | ChoiceName
  /** The rest of the line. */
  | 'text'
  | 'query'
  | 'reason'
  | 'value'
  | 'renaming';

/** The completions that a terminal or a page may offer for the field. */
export type Completion = 'room' | 'person' | 'command' | ChoiceName;

interface FieldKind {
  /** Its name in a usage. */
  readonly shown: string;
  /** The field is the rest of the line, with spaces. */
  readonly rest?: true;
  /** Masked in captures, and hidden where it is typed. */
  readonly secret?: true;
  readonly completes?: readonly Completion[];
  /**
   * The pattern of a valid word. A word that does not match is not taken as an optional field, and is refused for a
   * required one.
   */
  readonly looks?: RegExp;
  /** If the field is not one word: the pattern of its text; the value is the first group. */
  readonly takes?: RegExp;
}

const choice = (name: ChoiceName, shown: string): FieldKind => ({
  shown,
  completes: [name],
  looks: new RegExp(`^(?:${choices[name].join('|')})$`, 'i'),
});

export const fieldKinds: Readonly<Record<FieldName, FieldKind>> = {
  room: { shown: '#ROOM', completes: ['room'] },
  person: { shown: 'NAME', completes: ['person'], looks: /^[^#]/ },
  to: { shown: 'NAME|#ROOM', completes: ['person', 'room'] },
  place: { shown: 'NAME|#ROOM', completes: ['person', 'room'], looks: /[^0-9]/ },
  message: { shown: 'MESSAGE', completes: ['person'] },
  number: { shown: 'MESSAGE', looks: /^(?:[0-9]{1,15}|\[[0-9]{1,15}\])$/ },
  emoji: { shown: 'EMOJI' },
  mask: { shown: 'NAME', completes: ['person'], looks: /^[^#]/ },
  time: { shown: 'for TIME', takes: /^(?:for[\s,]+)?([0-9]{1,6}[smhdw])(?:[\s,]+|$)/iu },
  word: { shown: 'COMMAND', completes: ['command'] },
  part: { shown: 'PART' },
  count: { shown: 'COUNT', looks: /^[0-9]{1,9}$/ },
  key: { shown: 'KEY', secret: true },
  code: { shown: 'CODE', secret: true },
  password: { shown: 'PASSWORD', rest: true, secret: true },
  switch: choice('switch', 'on|off'),
  role: choice('role', 'ROLE'),
  setting: choice('setting', 'SETTING'),
  level: choice('level', 'all|mentions|nothing'),
  text: { shown: 'TEXT', rest: true, completes: ['person'] },
  query: { shown: 'WORDS', rest: true },
  reason: { shown: 'REASON', rest: true },
  value: { shown: 'VALUE', rest: true },
  renaming: { shown: '[#ROOM] #NEW', rest: true, completes: ['room'] },
};

/** The fields of one command as typed; empty if not given. */
export type Given = Readonly<Partial<Record<FieldName, string>>>;

export type Group = 'rooms' | 'messages' | 'operators' | 'yourself';

/** A field in `maybe` is optional. */
export type Field = FieldName | { readonly maybe: FieldName };

/** One command. */
export interface CommandForm {
  readonly group: Group;
  readonly fields: readonly Field[];
  /** Continues the sentence that the usage begins, without the full stop. */
  readonly help: string;
  /**
   * The required fields in words, and an example, for the answer if a field is missing. Undefined: nothing is required.
   */
  readonly needs?: string;
  readonly example?: string;
  /** The right that it needs, unless all members have it. */
  readonly act?: Act;
}
