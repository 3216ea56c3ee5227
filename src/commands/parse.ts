import { nearest } from '#text/nearest.ts';
import { quoted } from '#text/quoted.ts';

import { type CommandForm, type Field, type FieldName, fieldKinds, type Given } from './form.ts';
import { type CommandName, commandForms, commandNamed, commandNames } from './table.ts';
import { needsOf } from './usage.ts';

/** A parsed line that begins with a slash. */
export type Parsed =
  | { readonly kind: 'command'; readonly name: CommandName; readonly given: Given }
  /** A word is missing or wrong; `sentence` says which. `tooMuch`: what was typed beyond the form. */
  | { readonly kind: 'mistake'; readonly name: CommandName; readonly sentence: string; readonly tooMuch?: string }
  /** Unknown command. `meant`: the one that was probably meant. */
  | { readonly kind: 'unknown'; readonly word: string; readonly meant: CommandName | undefined };

/** A command that was written wrongly. */
export type Mistake = Extract<Parsed, { kind: 'mistake' }>;

/** How a dialect separates words. */
export interface CommandSyntax {
  /** Commas may separate the words of a command, as spaces do. */
  readonly commas?: boolean;
  /**
   * Whether `#word` before a text is a room, and not the beginning of the text. Without the function it is always a
   * room.
   */
  readonly isRoom?: (word: string) => boolean;
}

/** Parses `/word …`. Pure; checks only the form, not names or rights. */
export function parseTyped(line: string, syntax: CommandSyntax = {}): Parsed {
  const [, word = '', rest = ''] = (syntax.commas ? withCommas : withSpaces).exec(line) ?? [];
  const name = commandNamed(word);
  if (!name) return { kind: 'unknown', word, meant: commandNamed(nearest(word, commandNames) ?? '') };
  return parseFields(name, commandForms[name], rest.trimEnd(), syntax);
}

const withSpaces = /^\s*\/(\S*)\s*(.*)$/su;
const withCommas = /^\s*\/([^\s,]*)(?:\s*,\s*|\s*)(.*)$/su;

/** The fields parsed so far, and the rest of the line. */
interface Progress {
  readonly given: Partial<Record<FieldName, string>>;
  rest: string;
}

function parseFields(name: CommandName, form: CommandForm, typed: string, syntax: CommandSyntax): Parsed {
  const progress: Progress = { given: {}, rest: typed };
  const takesRoom = form.fields.some((each) => fieldOf(each) === 'room');
  for (const [at, each] of form.fields.entries()) {
    const field = fieldOf(each);
    // A room may stand before or after the word that comes first.
    if (takesRoom) takeRoom(progress, form.fields.at(-1), syntax);
    const next = form.fields[at + 1];
    // A word that could be optional is the required one if nothing follows it.
    if (each !== field && typeof next === 'string' && isLast(progress, field, syntax)) continue;
    if (!takeField(progress, field, syntax) && each === field)
      return { kind: 'mistake', name, sentence: needsOf(name, form) };
  }
  if (takesRoom) takeRoom(progress, undefined, syntax);
  if (progress.rest === '') {
    const { reason = '' } = progress.given;
    if (!isMistimed(form, progress.given)) return { kind: 'command', name, given: progress.given };
    const sentence = `/${name} takes a time as 30s, 10m, 1h, 2d or 1w, as in /${name} ${form.example ?? ''}.`;
    return { kind: 'mistake', name, sentence, tooMuch: reason };
  }
  const tooMuch = progress.rest;
  const sentence = `/${name} does not understand ${quoted(tooMuch)}. ${needsOf(name, form)}`;
  return { kind: 'mistake', name, sentence, tooMuch };
}

/** A time in an invalid form would be taken as the reason, and a ban meant for an hour would have no end. */
const isMistimed = ({ fields }: CommandForm, { time, reason = '' }: Given): boolean =>
  time === undefined && fields.some((each) => fieldOf(each) === 'time') && timeAhead.test(reason);

const timeAhead =
  /^(?:for[\s,]+[0-9]|[0-9]+[\s,]*(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?|months?|years?)\b)/iu;

const fieldOf = (field: Field): FieldName => (typeof field === 'string' ? field : field.maybe);

/** Some people write a colon after a room, as for messages to it. `last`: the command's last field. */
function takeRoom(progress: Progress, last: Field | undefined, { commas, isRoom }: CommandSyntax): void {
  if (progress.given.room !== undefined || !/^#[^\s:]/.test(progress.rest)) return;
  const [word, behind] = cut(progress.rest, commas);
  const room = word.replace(/:$/, '');
  if (last !== undefined && fieldOf(last) === 'text' && behind !== '' && isRoom?.(room) === false) return;
  progress.given.room = room;
  progress.rest = behind;
}

/** False if the next word is not one for this field. */
function takeField(progress: Progress, field: FieldName, { commas }: CommandSyntax): boolean {
  if (field === 'room') return progress.given.room !== undefined;
  const [value, behind] = wordFor(field, progress.rest, commas);
  if (value === '' || fieldKinds[field].looks?.test(value) === false) return false;
  progress.given[field] = value;
  progress.rest = behind;
  return true;
}

const isLast = ({ rest }: Progress, field: FieldName, { commas }: CommandSyntax): boolean =>
  wordFor(field, rest, commas)[1] === '';

function wordFor(field: FieldName, rest: string, commas: boolean | undefined): readonly [string, string] {
  const { takes, rest: takesAll } = fieldKinds[field];
  if (takesAll) return [rest, ''];
  if (!takes) return cut(rest, commas);
  const [whole = '', value = ''] = takes.exec(rest) ?? [];
  return [value, rest.slice(whole.length)];
}

/** The first word, and what follows it. */
function cut(rest: string, commas = false): readonly [string, string] {
  const [, word = '', behind = ''] = (commas ? firstWithCommas : firstWord).exec(rest) ?? [];
  return [word, behind];
}

const firstWord = /^(\S+)\s*(.*)$/su;
const firstWithCommas = /^([^\s,]+)(?:\s*,\s*|\s*)(.*)$/su;
