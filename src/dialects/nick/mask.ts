import { bareMask } from '#text/bare-mask.ts';
import { typedSecret } from '#text/typed-secret.ts';
import { behind, blank, lead, type Mask } from '#text/mask.ts';

/** `NICK name password`, and what follows typed commands with secrets, perhaps after a length of two bytes. */
const secret = new RegExp(
  `^(?:[\\x00-\\x08][^])?${lead}` +
    `(?:NICK${blank}*(?:(?!${blank})[^\\r])+${blank}|${typedSecret()})[\\t\\v\\f ]*(?=[^\\t\\v\\f \\r])`,
);

export const nickMask = (joined?: boolean): Mask =>
  bareMask({
    joined,
    secretAt: behind(secret),
    undecided: new RegExp(`^(?:[\\x00-\\x08][^]?)?${lead}(?:N|NI|NIC|NICK[^]*|/[^]*)?$`),
    begins: new RegExp(`^(?:[\\x00-\\x08][^])?${lead}(?:NICK|BYE|/)`),
    taken: /^(?:\x00\x05READY|\x00[^][^\x00]+ is registered\. )/,
  });
