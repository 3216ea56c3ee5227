import { numberIn as messageNumber } from '#commands/find-message.ts';
import { fold } from '#chat/names/names.ts';

import { types } from '../talk-codec.ts';
import type { TalkContext } from './talk-context.ts';
import { isMessage, messageIn } from './event-lines.ts';
import type { KnownMessage } from './recent-messages.ts';

/** Entries that are looked through for a message that is not remembered. */
const looked = 200;

export const noMessageWords = 'There is no such message.';

type Found = (message: KnownMessage) => void;

/**
 * Finds the message that a person points at: by its number, or by the name of its author. By name it is the latest one where
 * the person last wrote, here, or in private. Shows a sentence if there is none, unless `missing` does something else.
 */
export function pointedAt(
  context: TalkContext,
  word: string,
  found: Found,
  missing: () => void = () => context.show(noMessageWords),
): void {
  const number = messageNumber(word);
  if (number !== undefined) return numbered(context, number, found, missing);
  const name = fold(word.replace(/^@/, ''));
  const places = [context.memory.spoken ?? context.screen.room, context.screen.room, word.replace(/^@/, '')];
  latest(context, places, ({ from }) => fold(from.name) === name, found, missing);
}

/** The person's own last message where it last wrote. */
export function ownLast(context: TalkContext, found: Found): void {
  const isOwn = ({ from }: KnownMessage): boolean => from.id === context.memory.me;
  const place = context.memory.spoken ?? context.screen.room;
  latest(context, [place], isOwn, found, () => context.show('There is no message of yours here.'));
}

/** A message by its number; `missing` if there is none that the user may read. */
export function numbered(context: TalkContext, number: number, found: Found, missing: () => void): void {
  const cursor = context.memory.cursorOf(number);
  const known = context.memory.messages.at(cursor);
  if (known) return found(known);
  context.ask(types.message, { target: cursor }, ({ payload, refused }) => {
    if (refused || payload['removed'] === true) return missing();
    const message = messageIn(payload, context.memory.me);
    context.memory.messages.note(message);
    found(message);
  });
}

/** What is not remembered is asked for, place by place. */
function latest(
  context: TalkContext,
  places: readonly string[],
  isWanted: (message: KnownMessage) => boolean,
  found: Found,
  missing: () => void,
): void {
  const { messages, me } = context.memory;
  const known = messages.last(places, isWanted);
  if (known) return found(known);
  const unasked = [...new Map(places.map((place) => [fold(place), place])).values()];
  const next = (why?: () => void): void => {
    const of = unasked.shift();
    if (of === undefined) {
      const message = messages.last(places, isWanted);
      if (message) return found(message);
      return why ? why() : missing();
    }
    context.ask(types.history, { of, limit: looked }, ({ past, refused, payload }) => {
      for (const each of past) {
        if (isMessage(each) && each['removed'] !== true) messages.note(messageIn(each, me));
      }
      next(refused && payload['name'] !== 'no-room' ? () => context.refused(of, payload) : why);
    });
  };
  next();
}
