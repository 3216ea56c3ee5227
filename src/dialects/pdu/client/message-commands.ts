import { parseReaction } from '#chat/emoji.ts';
import type { Given } from '#commands/form.ts';
import { numberIn as messageNumber } from '#commands/pointing.ts';
import { harmless } from '#text/visible.ts';

import { types } from '../talk-codec.ts';
import { request, type TalkDesk } from './desk.ts';
import { hitLine, isMessage, messageIn, oneLine, pastLines } from './event-lines.ts';
import { numberOf, recordsIn, stringIn } from './fields.ts';
import { noMessageWords, numbered, ownLast, pointedAt } from './pointing.ts';
import type { KnownMessage } from './recent-messages.ts';

/** Entries of `/history`, and hits of `/search`. */
const most = 50;
const usual = 20;
/** An edited message is shown as it is now; who edited it when is not. */
const hidden = new Set(['edited', 'removed']);

export const msg = (desk: TalkDesk, { to = '', text = '' }: Given): void => desk.say(to, text);

export const me = (desk: TalkDesk, { text = '' }: Given): void => desk.say(desk.screen.room, text, { style: 'action' });

export function reply(desk: TalkDesk, { message = '', text = '' }: Given): void {
  pointedAt(desk, message, ({ place, cursor }) => desk.say(place, text, { reply: cursor }));
}

/** A number in brackets is a message; without them only if that is one of the person's own. */
export function edit(desk: TalkDesk, { number, text = '' }: Given): void {
  const last = (): void =>
    ownLast(desk, (found) => change(desk, found, number === undefined ? text : `${number} ${text}`));
  const wanted = number === undefined ? undefined : messageNumber(number);
  if (number === undefined || wanted === undefined) return last();
  const isSure = number.startsWith('[');
  numbered(
    desk,
    wanted,
    (found) => (isSure || found.from.id === desk.memory.me ? change(desk, found, text) : last()),
    () => (isSure ? desk.show(noMessageWords) : last()),
  );
}

function change(desk: TalkDesk, { cursor }: KnownMessage, text: string): void {
  request(desk, types.edit, { target: cursor, text }, '', () => {
    desk.memory.messages.edit(cursor, text);
    return `Message ${numberOf(cursor)} is now: ${oneLine(text)}`;
  });
}

export function remove(desk: TalkDesk, { number, reason }: Given): void {
  const removed = ({ cursor }: KnownMessage): void =>
    request(desk, types.remove, { target: cursor, reason }, '', () => {
      desk.memory.messages.remove(cursor);
      return `Message ${numberOf(cursor)} was removed.`;
    });
  if (number === undefined) ownLast(desk, removed);
  else pointedAt(desk, number, removed);
}

/** The same reaction once more takes it back. */
export function react(desk: TalkDesk, { message = '', emoji = '' }: Given): void {
  pointedAt(desk, message, ({ cursor, from }) => {
    desk.ask(types.message, { target: cursor }, ({ payload, refused }) => {
      if (refused) return desk.refused('', payload);
      const wanted = parseReaction(emoji) ?? emoji;
      const isMine = recordsIn(payload, 'reactions').some((each) => each['emoji'] === wanted && each['mine'] === true);
      const whose = from.id === desk.memory.me ? 'your message' : `the message of ${from.name}`;
      request(desk, types.react, { target: cursor, emoji, on: !isMine }, '', () => {
        const what = `${harmless(emoji)} ${isMine ? 'from' : 'to'} ${whose} (${numberOf(cursor)}).`;
        return isMine ? `You took back ${what}` : `You reacted ${what}`;
      });
    });
  });
}

/** What is shown there counts as read. */
export function history(desk: TalkDesk, { place = desk.screen.room, count }: Given): void {
  const limit = Math.max(1, Math.min(count === undefined ? usual : Number(count), most));
  desk.ask(types.history, { of: place, limit }, ({ past, refused, payload }) => {
    const { messages, me: self } = desk.memory;
    if (refused) return desk.refused(place, payload);
    for (const each of past) {
      if (isMessage(each) && each['removed'] !== true) messages.note(messageIn(each, self));
    }
    const shown = past.filter((each) => !hidden.has(stringIn(each, 'kind')));
    if (shown.length === 0) desk.show(`There is nothing in ${place} that you may read.`);
    for (const each of shown) for (const line of pastLines(each, messages, desk.now())) desk.show(line);
    const last = past.at(-1);
    if (last) desk.reading.saw(place, stringIn(last, 'cursor'));
    desk.screen.read(place);
  });
}

/** The latest is the last line. */
export function search(desk: TalkDesk, { query = '' }: Given): void {
  desk.ask(types.search, { text: query, limit: usual }, ({ past, refused, payload }) => {
    if (refused) return desk.refused('', payload);
    if (past.length === 0) return desk.show('Nothing was found.');
    if (payload['more'] !== false) desk.show('There are older ones; before:DATE finds them.');
    for (const each of past.toReversed()) desk.show(hitLine(each, desk.memory.me, desk.now()));
  });
}
