import { bareMask } from '#text/bare-mask.ts';
import { typedSecret } from '#text/typed-secret.ts';
import { behind, blank, lead, type Mask } from '#text/mask.ts';

const typed = new RegExp(`^${lead}${typedSecret()}[\\t\\v\\f ]*(?=[^\\t\\v\\f \\r])`);
const secretOfAny = behind(typed);
/** Everything after the first word of the first line, unless that word has a colon. */
const secretOfFirst = behind(
  new RegExp(`^${lead}(?!${blank}|[:#/])(?:(?!${blank})[^:\\r])+${blank}[\\t\\v\\f ]*(?=[^\\t\\v\\f \\r])`),
);

/** Hides passwords in what a client writes. */
export const directMask = (joined?: boolean): Mask =>
  bareMask({
    joined,
    secretAt: (line, nth) => secretOfAny(line) ?? (nth === 0 ? secretOfFirst(line) : undefined),
    undecided: new RegExp(`^${lead}(?:/[^]*)?$`),
    begins: new RegExp(`^${lead}(?:/|[^ :\\n]+:)`),
    taken: /^(?:Welcome |[^\n]+ is registered\. )/,
  });
