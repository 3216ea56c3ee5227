/** A word of a text in the form in which words are compared, and its place in the text, in UTF-16 code units. */
export interface Word {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/** The most code units of a word that are compared; the rest is ignored. */
const maxWord = 64;

const isAscii = /^[\x00-\x7f]*$/;
const asciiWords = /[0-9A-Za-z]+/g;

/**
 * Words: runs of letters and digits. In scripts that are written without spaces between words, each character is a word
 * (Hangul too: Korean particles are attached to words). A pictograph is a word.
 */
const anyWords =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]\p{M}*|[[\p{L}\p{N}]--[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]][[\p{L}\p{M}\p{N}]--[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]]*|\p{Extended_Pictographic}/gv;

/** Accents on Latin, Greek and Cyrillic letters, which are ignored; in other scripts such marks change the word. */
const accents = /(?<=[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}]\p{Mn}*)\p{Mn}/gu;
/** Compatibility forms contain spaces and brackets: `⑴` becomes `(1)`. */
const notInWords = /[^\p{L}\p{M}\p{N}\p{Extended_Pictographic}]/gu;

/** The words of a text, in order. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  const ascii = isAscii.test(text);
  for (const match of text.matchAll(ascii ? asciiWords : anyWords)) {
    const [found] = match;
    const word = ascii ? found.slice(0, maxWord).toLowerCase() : compared(found);
    words.push({ word, start: match.index, end: match.index + found.length });
  }
  return words;
}

/** Only the compared forms, in one string, separated by spaces. */
export function joinedWords(text: string): string {
  const found = text.match(isAscii.test(text) ? asciiWords : anyWords);
  if (!found) return '';
  let joined = '';
  for (const word of found) joined += `${joined === '' ? '' : ' '}${compared(word)}`;
  return joined;
}

/** Upper case first, so that `ß` matches `ss`. */
function compared(word: string): string {
  if (isAscii.test(word)) return word.slice(0, maxWord).toLowerCase();
  const bare = word.slice(0, maxWord).normalize('NFKD').replace(accents, '');
  const folded = bare.toLowerCase().toUpperCase().toLowerCase().normalize('NFKC');
  return folded.replace(notInWords, '').slice(0, maxWord) || word;
}
