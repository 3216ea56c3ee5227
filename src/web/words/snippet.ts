import { inlineText, parseInline } from './inline.ts';

/** A part of a snippet; `found`: it is what was searched for. */
export interface SnippetPart {
  readonly text: string;
  readonly found: boolean;
}

/**
 * Stand for the beginning and the end of a place while the text is parsed. Letters, because a word is there: so the delimiters beside it
 * are read as without them.
 */
const [begin, end] = ['\ua9cf', '\uaa70'];
const either = new RegExp(`[${begin}${end}]`);
const inPairs = new RegExp(`^[^${begin}${end}]*(?:${begin}[^${begin}${end}]*${end}[^${begin}${end}]*)*$`);

/** A snippet without the delimiters of Markdown, as in other previews. `ranges`: the places that were found, in order. */
export function snippetParts(snippet: string, ranges: readonly (readonly [number, number])[]): readonly SnippetPart[] {
  const plain = [{ text: withoutMarks(snippet), found: false }];
  if (snippet.includes(begin) || snippet.includes(end)) return plain;
  let marked = '';
  let at = 0;
  for (const [from, to] of ranges) {
    marked += snippet.slice(at, from) + begin + snippet.slice(from, to) + end;
    at = to;
  }
  const shown = withoutMarks(marked + snippet.slice(at));
  // One of the two is missing where a place begins or ends in the address of a link, which is not shown.
  if (!inPairs.test(shown)) return plain;
  return shown.split(either).map((text, nth) => ({ text, found: nth % 2 === 1 }));
}

const withoutMarks = (text: string): string => inlineText(parseInline(text));
