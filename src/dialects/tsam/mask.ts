import { CommandMask, type Ends, type Mask } from '#text/mask.ts';

import { decode, encode, eot, frame, soh } from './codec.ts';

const [dle, lf] = [0x10, 0x0a];
/** What stands behind the first field of a command of such a name is a secret; behind the name itself of the others. */
const named = ['LOGIN', 'NICK', 'USER', 'AUTH'];
const bare = ['REGISTER', 'PASS', 'PASSWORD', 'PASSWD'];

/** Hides passwords in what a client writes: of LOGIN and REGISTER, and of what looks like somebody meant them. */
export function tsamMask(joined?: boolean): Mask {
  const mask = new CommandMask(secretAt, commandEnds(), 0, joined);
  return (chunk) => mask.take(chunk);
}

/** A whole command as it may be shown. */
export const masked = (command: Uint8Array): Uint8Array => new CommandMask(secretAt, () => false).take(command);

/** As `CommandParser` does it: 04 ends a frame unless 10 stands before it, and LF ends a line. */
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

function secretAt(command: string): number | undefined {
  const [lead, name = ''] = word.exec(command) ?? [];
  if (lead === undefined) return undefined;
  const from = lead.length;
  let at: number | undefined;
  if (bare.some((known) => isNear(name, known))) at = from;
  else if (named.some((known) => isNear(name, known))) {
    const first = field.exec(command.slice(from))?.[0];
    if (first !== undefined) at = from + first.length;
  }
  // Blanks before it may still come, and stand as they are.
  return at === undefined || at === command.length ? undefined : at;
}

/** In any case, with one letter too many, too few or wrong, or in another order. */
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

/** The letters an unknown command begins with: anything behind them, or glued to a name that is known, may be a password. */
function safeWord(command: string): string {
  const [, letters] = /^[^A-Za-z]*((?:LOGIN|REGISTER|PASSWORD|PASS|NICK)|[A-Za-z]+)/i.exec(command) ?? [];
  return letters?.slice(0, longestWord) ?? '?';
}

/** A command as it may be logged, in a frame again if it came in one. `known`: there is a command of its name. */
export function loggedCommand(text: string, framed: boolean, known: boolean): Uint8Array {
  const shown = known ? decode(masked(encode(text))) : safeWord(text);
  return framed ? frame(shown) : encode(shown);
}

/** What may be a name: anything behind it, in the place of a name, may be a password. */
export const safeName = (name: string): string => /^[^\x00-\x20,;:|/\\=]*/.exec(name)?.[0] ?? '';

/** An answer as it may be logged. */
export const loggedAnswer = (answer: string): string =>
  answer.replace(/^(Error: Unknown command )(.*)\.$/su, (_all, words: string, command: string) => {
    return `${words}${safeWord(command)}.`;
  });
