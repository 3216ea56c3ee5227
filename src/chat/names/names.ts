import { asCompared, asDrawn } from '#text/look-alikes.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { withoutNeeded } from '#text/invisible-characters.ts';

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
 * Names are equal when these are: `straße` is `STRASSE`, `Alice` is `alice`, and so is `аlice` with a Cyrillic `а`.
 * Lower case comes first because `ẞ` is its own upper case, and only `ß` becomes `SS`: folding twice must change
 * nothing. Joiners and variation selectors do not make a different name.
 */
export const fold = (name: string): string =>
  isAscii.test(name) ? name.toLowerCase() : asCompared(foldCase(name.replace(joiners, '')));

/** As `fold`, without look-alikes and joiners. Must never change: an imported message is recognized by it. */
export const foldCase = (name: string): string =>
  name.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase().normalize('NFKC');

/**
 * The folded name that a name looks like. It differs from the result of `fold` where a letter looks Latin in one case
 * only: `ΝΙΚΗ` and `νικη` are one Greek name, compared as `nikh`, but `νera` looks like `vera`.
 */
export const looksLike = (name: string): string => (isAscii.test(name) ? name.toLowerCase() : fold(asDrawn(name)));

/** Names of these characters can differ only in case. */
const isAscii = /^[\x20-\x7e]*$/;
/** Only some of these are forbidden: none is invisible or a combining mark. */
const isVisibleAscii = /^[\x21-\x7e]+$/;
/** Nearly all names: of the rules below, only the reserved names can refuse them. */
const isPlain = /^[0-9A-Za-z_.][0-9A-Za-z_.-]{0,31}$/;
/** Nearly all channels: no rule below can refuse them. */
const isPlainChannel = /^#[0-9A-Za-z_.-]{1,32}$/;
const joiners = /\u200c|\u200d|[\u180b-\u180f]|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]/gu;

/**
 * White space, control, format, unassigned, private and surrogate code points, invisible ones, and U+FFFD: it replaces
 * bytes that are not valid text.
 */
const unseen =
  /[\p{Z}\p{C}\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800\ufffc\ufffd\u{13441}\u{13442}\u{16fe4}\u{1d159}]/u;
/** The last ones look like a colon, and a colon ends a name. */
const forbidden = /[:,;!@*?/\\"'\u02d0\u02f8\u0589\u05c3\u0703\u0704\u16ec\u1803\u1809\u205a\u2236\ua4fd\ua789]/;
const forbiddenFirst = /^[#&+~%$-]/;
/** These look like a colon, too, after a letter of another script than theirs. */
const strayVisarga = /(?<!\p{scx=Deva})\u0903|(?<!\p{scx=Gujr})\u0a83/u;
/** Square brackets of any kind at both ends: programs mark their own lines so, as in `[INFO]`. */
const bracketed = /^[[⁅❲⟦⟬〔〖〘〚【⦋⦍⦏⦗].*[\]⁆❳⟧⟭〕〗〙〛】⦌⦎⦐⦘]$/su;
/** A combining mark without a letter, or more marks on one letter than any script has. */
const tooManyMarks = /^\p{M}|\p{M}{5}/u;
const eachMark = /[\p{Mn}\p{Me}]/gu;
const maxMarks = 16;
const reserved = new Set(['self', 'server', 'all', 'everyone', 'system', 'nickserv', 'chanserv']);
/** The id of a group, or of a client of that group's server. */
const reservedGroup = /^a5_[0-9]+(?:\.[0-9]+)?$/;

const utf8 = new TextEncoder();

/**
 * A user's name as a peer wrote it: normalized to NFKC first, then judged, so that no other width or form passes.
 * Accounts, guests and peer servers share one name space. The rules are described in docs/names.md.
 */
export function parseName(text: string): Name | RefusalCode {
  if (isPlain.test(text)) {
    const folded = text.toLowerCase();
    return isReserved(folded) ? 'name-reserved' : { name: text, folded };
  }
  const name = parseAddressee(text);
  if (typeof name === 'string') return name;
  return isReserved(name.folded) || isReserved(looksLike(name.name)) ? 'name-reserved' : name;
}

/** As `parseName`, for the recipient of a message: a session of a group has a reserved name. */
export function parseAddressee(text: string): Name | 'name-invalid' {
  const name = asWritten(text);
  if (isPlain.test(text)) return name;
  return fitsUser(name.name) && fitsUser(name.folded) ? name : 'name-invalid';
}

/**
 * A name as a user wrote it, to look up and not to judge: accounts keep names that the rules no longer allow. Empty when
 * it is too long for any name.
 */
export function asWritten(text: string): Name {
  if (isPlain.test(text) || isPlainChannel.test(text)) return { name: text, folded: text.toLowerCase() };
  if (text.length > 4 * maxNameBytes) return { name: '', folded: '' };
  const name = text.normalize('NFKC');
  return { name, folded: fold(name) };
}

const isReserved = (folded: string): boolean =>
  reserved.has(folded) || (folded.startsWith('a5_') && reservedGroup.test(folded));

/** Whether it is the id of a group, `A5_71`, or of a server without a group, `A5_0.1`: an account with such a name is not a person. */
export const isGroupName = (name: string): boolean => /^A5_(?:0\.)?[0-9]+$/i.test(name);

/** The reserved name of a group, `A5_` and digits, or of a client of the group's server (`A5_43.7`): only a dialect that gives such names to its clients asks for one. */
export function parseGroup(text: string): Name | 'name-invalid' {
  const name = parseAddressee(text);
  return typeof name === 'string' || reservedGroup.test(name.folded) ? name : 'name-invalid';
}

/** A channel's name, `#` and what a user's name may hold. */
export function parseChannel(text: string): Name | RefusalCode {
  const { name, folded } = asWritten(text);
  if (isPlainChannel.test(text)) return { name, folded };
  return text.startsWith('#') && fits(name.slice(1)) && fits(folded.slice(1)) ? { name, folded } : 'room-invalid';
}

const fitsUser = (name: string): boolean => !forbiddenFirst.test(name) && !bracketed.test(name) && fits(name);

/** The folded name is judged too: `ŉ` becomes two letters, and the folded name must obey the same bounds. */
function fits(name: string): boolean {
  if (isVisibleAscii.test(name)) return name.length <= maxNamePoints && !forbidden.test(name);
  const drawn = withoutNeeded(name);
  if (drawn === '' || unseen.test(drawn) || forbidden.test(drawn)) return false;
  if (strayVisarga.test(drawn) || tooManyMarks.test(drawn)) return false;
  if ((drawn.match(eachMark)?.length ?? 0) > maxMarks) return false;
  return [...name].length <= maxNamePoints && utf8.encode(name).length <= maxNameBytes;
}
