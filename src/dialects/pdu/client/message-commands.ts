import { parseReaction } from '#chat/events/emoji.ts';
import type { Given } from '#commands/form.ts';
import { nameAhead, numberIn as messageNumber } from '#commands/find-message.ts';
import { whichMessage } from '#commands/which-message.ts';
import { harmless } from '#text/visible.ts';

import { types } from '../talk-codec.ts';
import { request, type TalkContext } from './talk-context.ts';
import { hitLine, isMessage, messageIn, oneLine, pastLines } from './event-lines.ts';
import { numberOf, recordsIn, stringIn } from './fields.ts';
import { noMessageWords, numbered, ownLast, pointedAt } from './find-message.ts';
import type { KnownMessage } from './recent-messages.ts';

/** Entries of `/history`, and hits of `/search`. */
const most = 50;
const usual = 20;
/** An edited message is shown as it is now; who edited it when is not. */
const hidden = new Set(['edited', 'removed']);

export const msg = (context: TalkContext, { to = '', text = '' }: Given): void => context.say(to, text);

export const me = (context: TalkContext, { text = '' }: Given): void =>
  context.say(context.screen.room, text, { style: 'action' });

export function reply(context: TalkContext, { message = '', text = '' }: Given): void {
  pointedAt(context, message, ({ place, cursor }) => context.say(place, text, { reply: cursor }));
}

/** A number in brackets is a message; without them only if that is one of the person's own. */
export function edit(context: TalkContext, { number, text = '' }: Given): void {
  const last = (): void =>
    ownLast(context, (found) => change(context, found, number === undefined ? text : `${number} ${text}`));
  const wanted = number === undefined ? undefined : messageNumber(number);
  if (number === undefined || wanted === undefined) return last();
  const isSure = number.startsWith('[');
  numbered(
    context,
    wanted,
    (found) => (isSure || found.from.id === context.memory.me ? change(context, found, text) : last()),
    () => (isSure ? context.show(noMessageWords) : last()),
  );
}

function change(context: TalkContext, { cursor }: KnownMessage, text: string): void {
  request(context, types.edit, { target: cursor, text }, '', () => {
    context.memory.messages.edit(cursor, text);
    return `Message ${numberOf(cursor)} is now: ${oneLine(text)}`;
  });
}

export function remove(context: TalkContext, { number, reason }: Given): void {
  const removed = ({ cursor }: KnownMessage): void =>
    request(context, types.remove, { target: cursor, reason }, '', () => {
      context.memory.messages.remove(cursor);
      return `Message ${numberOf(cursor)} was removed.`;
    });
  if (number !== undefined) return pointedAt(context, number, removed);
  ownLast(context, (own) => {
    if (reason === undefined) return removed(own);
    const name = nameAhead(reason);
    const ask = (last?: KnownMessage): void => {
      const named = last && { name, last: numberOf(last.cursor) };
      const question = whichMessage(reason, numberOf(own.cursor), named);
      if (question === undefined) removed(own);
      else context.show(question);
    };
    pointedAt(context, name, ask, ask);
  });
}

/** Repeating a reaction removes it. */
export function react(context: TalkContext, { message = '', emoji = '' }: Given): void {
  pointedAt(context, message, ({ cursor, from }) => {
    context.ask(types.message, { target: cursor }, ({ payload, refused }) => {
      if (refused) return context.refused('', payload);
      const wanted = parseReaction(emoji) ?? emoji;
      const isMine = recordsIn(payload, 'reactions').some((each) => each['emoji'] === wanted && each['mine'] === true);
      const whose = from.id === context.memory.me ? 'your message' : `the message of ${from.name}`;
      request(context, types.react, { target: cursor, emoji, on: !isMine }, '', () => {
        const what = `${harmless(emoji)} ${isMine ? 'from' : 'to'} ${whose} (${numberOf(cursor)}).`;
        return isMine ? `You took back ${what}` : `You reacted ${what}`;
      });
    });
  });
}

/** What is shown there counts as read. */
export function history(context: TalkContext, { place = context.screen.room, count }: Given): void {
  const limit = Math.max(1, Math.min(count === undefined ? usual : Number(count), most));
  context.ask(types.history, { of: place, limit }, ({ past, refused, payload }) => {
    const { messages, me: self } = context.memory;
    if (refused) return context.refused(place, payload);
    for (const each of past) {
      if (isMessage(each) && each['removed'] !== true) messages.note(messageIn(each, self));
    }
    const shown = past.filter((each) => !hidden.has(stringIn(each, 'kind')));
    if (shown.length === 0) context.show(`There is nothing in ${place} that you may read.`);
    for (const each of shown) for (const line of pastLines(each, messages, context.now())) context.show(line);
    const last = past.at(-1);
    if (last) context.reading.saw(place, stringIn(last, 'cursor'));
    context.screen.read(place);
  });
}

/** The latest is the last line. */
export function search(context: TalkContext, { query = '' }: Given): void {
  context.ask(types.search, { text: query, limit: usual }, ({ past, refused, payload }) => {
    if (refused) return context.refused('', payload);
    if (past.length === 0) return context.show('Nothing was found.');
    if (payload['more'] !== false) context.show('There are older ones; before:DATE finds them.');
    for (const each of past.toReversed()) context.show(hitLine(each, context.memory.me, context.now()));
  });
}
