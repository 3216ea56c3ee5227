import { numberIn as messageNumber } from '#commands/pointing.ts';
import { fold } from '#chat/names.ts';

import { types } from '../talk-codec.ts';
import type { TalkDesk } from './desk.ts';
import { isMessage, messageIn } from './event-lines.ts';
import type { KnownMessage } from './recent-messages.ts';

/** Entries that are looked through for a message that is not remembered. */
const looked = 200;

export const noMessageWords = 'There is no such message.';

type Found = (message: KnownMessage) => void;

/**
 * Finds the message that a person points at: by its number, or by the name of its author. By name it is the latest one where
 * the person last wrote, here, or in private. Says so if there is none.
 */
export function pointedAt(desk: TalkDesk, word: string, found: Found): void {
  const number = messageNumber(word);
  if (number !== undefined) return numbered(desk, number, found, () => desk.show(noMessageWords));
  const name = fold(word.replace(/^@/, ''));
  const places = [desk.memory.spoken ?? desk.screen.room, desk.screen.room, word.replace(/^@/, '')];
  latest(desk, places, ({ from }) => fold(from.name) === name, found, noMessageWords);
}

/** The person's own last message where it last wrote. */
export function ownLast(desk: TalkDesk, found: Found): void {
  const isOwn = ({ from }: KnownMessage): boolean => from.id === desk.memory.me;
  const place = desk.memory.spoken ?? desk.screen.room;
  latest(desk, [place], isOwn, found, 'There is no message of yours here.');
}

/** A message by its number; `missing` if there is none that the user may read. */
export function numbered(desk: TalkDesk, number: number, found: Found, missing: () => void): void {
  const cursor = desk.memory.cursorOf(number);
  const known = desk.memory.messages.at(cursor);
  if (known) return found(known);
  desk.ask(types.message, { target: cursor }, ({ payload, refused }) => {
    if (refused || payload['removed'] === true) return missing();
    const message = messageIn(payload, desk.memory.me);
    desk.memory.messages.note(message);
    found(message);
  });
}

/** What is not remembered is asked for, place by place. */
function latest(
  desk: TalkDesk,
  places: readonly string[],
  isWanted: (message: KnownMessage) => boolean,
  found: Found,
  missing: string,
): void {
  const { messages, me } = desk.memory;
  const known = messages.last(places, isWanted);
  if (known) return found(known);
  const unasked = [...new Map(places.map((place) => [fold(place), place])).values()];
  const next = (why?: () => void): void => {
    const of = unasked.shift();
    if (of === undefined) {
      const message = messages.last(places, isWanted);
      if (message) return found(message);
      return why ? why() : desk.show(missing);
    }
    desk.ask(types.history, { of, limit: looked }, ({ past, refused, payload }) => {
      for (const each of past) {
        if (isMessage(each) && each['removed'] !== true) messages.note(messageIn(each, me));
      }
      next(refused && payload['name'] !== 'no-room' ? () => desk.refused(of, payload) : why);
    });
  };
  next();
}
