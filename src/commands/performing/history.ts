import type { Chat } from '#chat/chat.ts';
import type { MessageNow } from '#chat/reading/message-window.ts';
import type { Seq } from '#chat/event.ts';
import type { SearchHit } from '#chat/search/search-index.ts';
import { placeIn } from '#chat/search/search-query.ts';
import { quoted } from '#text/quoted.ts';
import { harmless } from '#text/visible.ts';

import { type CommandContext, type Said, unreadable } from '#commands/command-context.ts';
import type { Given } from '#commands/form.ts';
import { messageLines, timeSince } from '#commands/message-lines.ts';
import { placeOf } from '#commands/find-message.ts';

/** The most messages in one answer, and the default. */
const most = 50;
const usual = 20;
/** UTF-16 units of text in one answer: older messages are left out. */
const maxLength: number = 32 * 1024;
/** Windows read for one answer. */
const maxWindows = 5;
/** Messages found in one answer. */
const maxHits = 20;

export function history(context: CommandContext, { place = context.room, count }: Given): void {
  const limit = Math.max(1, Math.min(count === undefined ? usual : Number(count), most));
  context.answer(() => {
    const found = lastMessages(context, place, limit);
    if (typeof found === 'string') return found;
    const now = context.chat.clock.now();
    const [first] = found.messages;
    if (!first) return `There are no messages in ${quoted(place)} that you may read.${besideIgnored(context)}`;
    const { room, seq } = first.entry;
    if (room) context.chat.shown(context.seat, room, { after: seq - 1, before: found.before });
    return found.messages.flatMap((message) => messageLines(message, now));
  });
}

const besideIgnored = ({ chat, seat }: CommandContext): string =>
  chat.ignored(seat).length === 0 ? '' : ' Messages of those whom you ignore are not shown.';

interface Found {
  /** The messages, in the order of the room. */
  readonly messages: readonly MessageNow[];
  /** The place after them. */
  readonly before: Seq;
}

/** The last messages of a room; or a sentence. */
function lastMessages(context: CommandContext, room: string, limit: number): Found | string {
  const { chat, seat } = context;
  const found: MessageNow[] = [];
  const upto = chat.cursor().seq + 1;
  let length = 0;
  let before: Seq | undefined;
  for (let nth = 0; nth < maxWindows; nth++) {
    const window = chat.window(seat, room, { before, limit: limit - found.length, withoutIgnored: true });
    if (typeof window === 'string') {
      if (!room.startsWith('#') && window === 'no-room') return `You have no conversation with ${quoted(room)}.`;
      return unreadable(context, window, room);
    }
    for (const message of window.messages.toReversed()) {
      length += message.text.length;
      if (length > maxLength && found.length > 0) return { messages: found.reverse(), before: upto };
      found.push(message);
    }
    if (!window.earlier || found.length >= limit) break;
    before = window.after + 1;
  }
  return { messages: found.reverse(), before: upto };
}

/** No more input is taken before the answer has come, so that the answer is in its place. */
export function search(context: CommandContext, { query = '' }: Given): void {
  const { chat, seat } = context;
  chat.hold(seat);
  void chat.search(seat, query, { limit: maxHits }).then((found) => {
    context.answer(() => wordsOf(found, context, query));
    chat.release(seat);
  });
}

function wordsOf(found: Awaited<ReturnType<Chat['search']>>, context: CommandContext, query: string): Said {
  if (typeof found === 'string' || 'code' in found) return unreadable(context, found, placeIn(query));
  if ('error' in found) return context.words.mistake(found.error);
  if (found.hits.length === 0) return `Nothing was found.${besideIgnored(context)}`;
  const lines = found.hits.toReversed().map((hit) => hitLine(hit, context));
  return found.more === undefined ? lines : ['There are older ones; before:DATE finds them.', ...lines];
}

/** `21:31 [142] #tea, alice: … the part with the words …`; the latest is the last line. */
function hitLine({ entry, snippet }: SearchHit, context: CommandContext): string {
  const { at, seq, from } = entry;
  const text = harmless(snippet.text.replaceAll(/\s*[\r\n]+\s*/g, ' '));
  return `${timeSince(at, context.chat.clock.now())} [${seq}] ${placeOf(entry, context)}, ${from.name}: ${text}`;
}
