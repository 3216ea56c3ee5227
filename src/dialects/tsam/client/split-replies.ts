import type { Millis } from '#chat/event.ts';
import type { Cutting } from '#client/text-reader.ts';

import { repliesIn } from '../codec.ts';

/** Silence that ends a reply, which has no other end. Servers pause longer between replies. */
export const pause: Millis = 10;

export const splitReplies: Cutting = {
  pause,
  split: (text) => [text],
  rest: (text) => repliesIn(text).filter((reply) => reply !== ''),
};
