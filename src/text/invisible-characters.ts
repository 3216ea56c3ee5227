/**
 * Characters that are invisible: Unicode's default ignorables (zero-width characters, direction marks, tags, variation
 * selectors, Hangul fillers), annotation marks, and a few that are blank although their class is another, such as the
 * musical symbol U+1D159 and the object replacement character.
 */
const unseen = String.raw`[\p{Default_Ignorable_Code_Point}\ufff9-\ufffc\u{13441}\u{13442}\u{16fe4}\u{1d159}]`;

/** Scripts with joined or stacked letters, in which U+200C and U+200D control the joining. */
const joiningScripts = 'Arab Beng Deva Gujr Guru Khmr Knda Mlym Mong Mymr Nkoo Orya Phag Sinh Syrc Taml Telu'.split(
  ' ',
);
/** Virama signs: a joiner after one forms the letter, also at the end of a word. */
const viramas = String.raw`[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca]`;

/**
 * Patterns in which an invisible character is part of a letter or an emoji. The first is a flag, the only present use
 * of tags.
 */
const needed = [
  String.raw`\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}`,
  String.raw`(?<=\p{Extended_Pictographic})[\ufe0e\ufe0f]`,
  String.raw`(?<=[0-9#*])\ufe0f(?=\u20e3)`,
  String.raw`(?<=\p{Extended_Pictographic}\ufe0f?|\p{Emoji_Modifier})\u200d(?=\p{Extended_Pictographic})`,
  String.raw`(?<=\p{scx=Han})[\ufe00-\ufe02\u{e0100}-\u{e01ef}]`,
  String.raw`(?<=[\p{scx=Mong}&&\p{L}])[\u180b-\u180f]`,
  String.raw`(?<=${viramas})[\u200c\u200d]`,
  ...joiningScripts.map((script) => {
    const letter = String.raw`[[\p{scx=${script}}&&[\p{L}\p{M}]]--\p{Default_Ignorable_Code_Point}]`;
    return String.raw`(?<=${letter})[\u200c\u200d](?=${letter})`;
  }),
].join('|');

const each = new RegExp(`(${needed})|${unseen}`, 'gv');
const any = new RegExp(unseen, 'v');

/** Whether a text contains invisible characters, needed or not. */
export const hasInvisible = (text: string): boolean => any.test(text);

/** Replaces each invisible character, unless a letter or an emoji needs it there. */
export const replaceInvisible = (text: string, by: (unseen: string) => string): string =>
  text.replace(each, (found: string, kept: string | undefined) => kept ?? by(found));

/** Removes the invisible characters that a letter or an emoji needs; any others left are suspicious. */
export const withoutNeeded = (text: string): string =>
  text.replace(each, (found: string, kept: string | undefined) => {
    if (kept === undefined) return found;
    return kept.startsWith(blackFlag) ? blackFlag : '';
  });

const blackFlag = '\u{1f3f4}';
