import type { RefusalCode } from './refusal.ts';

/** Code points in a user's name, and in a channel's after its `#`. */
export const maxNamePoints = 32;
/** UTF-8 bytes in a name of either kind. */
export const maxNameBytes = 64;

/** A name as it is shown, and as it is compared. */
export interface Name {
  readonly name: string;
  readonly folded: string;
}

/**
 * Names are equal when these are: `straße` is `STRASSE`, `Alice` is `alice`. Lower case comes first because `ẞ` is its
 * own upper case, and only `ß` becomes `SS`: folding twice must change nothing.
 */
export const fold = (name: string): string =>
  isAscii.test(name)
    ? name.toLowerCase()
    : name.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase().normalize('NFKC');

/** Of these only case can differ. */
const isAscii = /^[\x20-\x7e]*$/;
/** Nearly all names: no rule below can refuse them but for the reserved ones. */
const isPlain = /^[0-9A-Za-z_.][0-9A-Za-z_.-]{0,31}$/;

/**
 * Blank, control, format, unassigned, private and surrogate code points, those drawn as nothing at all, and U+FFFD: it
 * stands for bytes that were no text, whatever they were.
 */
const unseen = /[\p{Z}\p{C}\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800\ufffd]/u;
const forbidden = /[:,;!@*?/\\"']/;
const forbiddenFirst = /^[#&+~%$-]/;
const reserved = new Set(['self', 'server', 'all', 'everyone', 'system', 'nickserv', 'chanserv']);
const reservedGroup = /^a5_[0-9]+$/;

const utf8 = new TextEncoder();

/**
 * A user's name as a peer wrote it: NFKC first, then judged, so that nothing gets by in another width or form.
 * The one name space of accounts, guests and peer servers.
 */
export function parseName(text: string): Name | RefusalCode {
  const name = parseAddressee(text);
  return typeof name !== 'string' && isReserved(name.folded) ? 'name-reserved' : name;
}

/** As `parseName`, for whom something is said to: a session of a group bears a reserved name. */
export function parseAddressee(text: string): Name | 'name-invalid' {
  if (isPlain.test(text)) return { name: text, folded: text.toLowerCase() };
  if (text.length > 4 * maxNameBytes) return 'name-invalid';
  const name = text.normalize('NFKC');
  if (!fits(name) || forbiddenFirst.test(name)) return 'name-invalid';
  const folded = fold(name);
  if (!fits(folded) || forbiddenFirst.test(folded)) return 'name-invalid';
  return { name, folded };
}

const isReserved = (folded: string): boolean => reserved.has(folded) || reservedGroup.test(folded);

/** The reserved name of a group, `A5_` and digits: only a dialect that gives such names to its clients asks for one. */
export function parseGroup(text: string): Name | 'name-invalid' {
  const name = parseAddressee(text);
  return typeof name === 'string' || reservedGroup.test(name.folded) ? name : 'name-invalid';
}

/** A channel's name, `#` and what a user's name may hold. */
export function parseChannel(text: string): Name | RefusalCode {
  if (text.length > 4 * maxNameBytes || !text.startsWith('#')) return 'room-invalid';
  const name = text.normalize('NFKC');
  const folded = fold(name);
  if (!fits(name.slice(1)) || !fits(folded.slice(1))) return 'room-invalid';
  return { name, folded };
}

/** Folding is judged too: `ŉ` becomes two letters, and what is compared must obey the same bounds. */
function fits(name: string): boolean {
  if (name === '' || unseen.test(name) || forbidden.test(name)) return false;
  return [...name].length <= maxNamePoints && utf8.encode(name).length <= maxNameBytes;
}
