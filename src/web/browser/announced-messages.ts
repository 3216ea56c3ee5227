import { beginningOf } from '#text/beginning.ts';
import type { News } from '#web/model/news.ts';
import { inlineText, parseInline } from '#web/words/inline.ts';
import { t } from '#web/words/texts.ts';
import { announce } from './announce.ts';
import { openRoom, seen } from './store.ts';

/** Messages that come within this time, in ms, are announced together. */
const pause = 400;
/** If more messages than this wait, only their number is announced. */
const most = 3;
/** A longer text is cut: it can be read in the list. */
const maxLength = 400;

let waiting: readonly string[] = [];

function flush(): void {
  if (waiting.length > most) announce(t.spoken.many(waiting.length));
  else for (const text of waiting) announce(text);
  waiting = [];
}

function sentence({ message, room }: News): string {
  const { from, text } = message;
  const words = inlineText(parseInline(beginningOf(text, maxLength)));
  if (openRoom.peek()?.id === room.id) return t.spoken.said(from.name, words);
  return room.with ? t.spoken.saidToYou(from.name, words) : t.spoken.saidIn(from.name, room.name, words);
}

/** Announces a message of the open room, or one in another room that calls the user, while the page is used. */
export function announceMessage(news: News): void {
  const isHere = openRoom.peek()?.id === news.room.id;
  if (!seen.peek() || !(isHere || (news.isCall && news.isWanted))) return;
  if (waiting.length === 0) setTimeout(flush, pause);
  waiting = [...waiting, sentence(news)];
}
