import type { Millis } from '#chat/event.ts';
import type { Cutting } from '#client/text-hearing.ts';

import { repliesIn } from '../codec.ts';

/** Nothing ends a reply but silence: what comes within so much of it is one. Servers pause longer between two. */
export const pause: Millis = 10;

/** Replies, whatever pieces they come in. */
export const replies: Cutting = {
  pause,
  split: (text) => [text],
  rest: (text) => repliesIn(text).filter((reply) => reply !== ''),
};
