import { blank, CommandMask, type Ends, lead, type Mask } from '#text/mask.ts';

import { typedSecret } from '#text/typed-secret.ts';

import { decode, encode, eot, frame, soh } from './codec.ts';

const [dle, lf] = [0x10, 0x0a];
/** For these names the secret is after the first field; for the others after the name. */
const named = ['LOGIN', 'NICK', 'USER', 'AUTH'];
const bare = ['REGISTER', 'PASS', 'PASSWORD', 'PASSWD'];

/** Masks the passwords of LOGIN and REGISTER, and of commands that look like a misspelling of them. */
export function tsamMask(joined?: boolean): Mask {
  const mask = new CommandMask(secretAt, commandEnds(), 0, joined);
  return (chunk) => mask.take(chunk);
}

/** Masks a whole command. */
export const masked = (command: Uint8Array): Uint8Array => new CommandMask(secretAt, () => false).take(command);

/** As in `CommandParser`: 04 ends a frame unless 10 is before it, and LF ends a line. */
function commandEnds(): Ends {
  let [framed, stuffed] = [false, false];
  return (byte) => {
    const isStuffed = stuffed;
    stuffed = framed && !isStuffed && byte === dle;
    if (isStuffed && (byte === soh || byte === eot)) return false;
    if (byte !== soh && byte !== eot) return !framed && byte === lf;
    framed = byte === soh;
    return true;
  };
}

const separator = String.raw`[\x00-\x20,;:|/\\=]`;
const word = new RegExp(`^[^A-Za-z]*([A-Za-z]+)${separator}[\\t ]*`);
const field = new RegExp(`^[^\\x00-\\x20,;:|/\\\\=]*${separator}[\\t ]*`);

/** The commands that all dialects have, perhaps in a frame, with spaces or commas between words. */
const typedCommand = new RegExp(`^\\x01?${lead}${typedSecret(`(?:${blank}|,)`)}[\\t\\v\\f ,]*`);

function secretAt(command: string): number | undefined {
  const [typed] = typedCommand.exec(command) ?? [];
  if (typed !== undefined) return typed.length === command.length ? undefined : typed.length;
  const [before, name = ''] = word.exec(command) ?? [];
  if (before === undefined) return undefined;
  const from = before.length;
  let at: number | undefined;
  if (bare.some((known) => isNear(name, known))) at = from;
  else if (named.some((known) => isNear(name, known))) {
    const first = field.exec(command.slice(from))?.[0];
    if (first !== undefined) at = from + first.length;
  }
  // Spaces before it may still come and are not masked.
  return at === undefined || at === command.length ? undefined : at;
}

/** Case-insensitive, with one letter too many, too few, wrong, or swapped. */
function isNear(written: string, known: string): boolean {
  if (Math.abs(written.length - known.length) > 1) return false;
  if (known.length < 5) return written.toUpperCase() === known;
  const left = [...known];
  let strange = 0;
  for (const letter of written.toUpperCase()) {
    const at = left.indexOf(letter);
    if (at === -1) strange++;
    else left.splice(at, 1);
  }
  return strange <= 1 && left.length <= 1;
}

const longestWord = 16;

/** The first letters of an unknown command: what follows, or is joined to a known name, may be a password. */
function safeWord(command: string): string {
  const [, letters] = /^[^A-Za-z]*((?:LOGIN|REGISTER|PASSWORD|PASS|NICK)|[A-Za-z]+)/i.exec(command) ?? [];
  return letters?.slice(0, longestWord) ?? '?';
}

/** A command in the form for the log, framed if it was framed. `known`: its name is a command. */
export function loggedCommand(text: string, framed: boolean, known: boolean): Uint8Array {
  const shown = known ? decode(masked(encode(text))) : safeWord(text);
  return framed ? frame(shown) : encode(shown);
}

/** The form of a name for the log: what follows a valid name may be a password. */
export const safeName = (name: string): string => /^[^\x00-\x20,;:|/\\=]*/.exec(name)?.[0] ?? '';

/** A reply in the form for the log. */
export const loggedAnswer = (answer: string): string =>
  answer.replace(/^(Error: Unknown command )(.*)\.$/su, (_all, words: string, command: string) => {
    return `${words}${safeWord(command)}.`;
  });
