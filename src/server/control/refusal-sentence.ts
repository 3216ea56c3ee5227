import type { Refusal, RefusalCode } from '#chat/refusal.ts';
import { refusalSentences } from '#dialects/refusals.ts';
import { visible } from '#text/visible.ts';

/** Refusals for which a command says more than the chat. `%`: the name, or the room. */
const sentences = refusalSentences({
  'name-taken': '% is in the chat as a guest: only they can make that name theirs, with /register.',
  'no-user': 'There is no account %.',
  'disk-full': 'There is too little free space on the disk.',
});

/** The sentence for a refusal of a command's request. */
export const refusalSentence = (refusal: RefusalCode | Refusal, about: string): string =>
  visible(sentences(refusal, about));
