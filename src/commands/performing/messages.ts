import type { Asked, Entry } from '#chat/event.ts';
import { parseReaction } from '#chat/emoji.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { awayNote } from '#text/away-note.ts';
import { harmless } from '#text/visible.ts';
import { linesOf } from '#text/lines.ts';

import { afterAnswers, type Desk, refusalOf, type Said } from '#commands/desk.ts';
import type { Given } from '#commands/form.ts';
import { numberIn, ownLast, placeOf, pointedAt } from '#commands/pointing.ts';

/** UTF-16 units of a text that is repeated in an answer. */
const maxRepeated = 200;

export function msg(desk: Desk, { to = '', text = '' }: Given): void {
  desk.spoken = to;
  say(desk, to, { kind: 'message', text });
}

export function me(desk: Desk, { text = '' }: Given): void {
  desk.spoken = desk.room;
  say(desk, desk.room, { kind: 'message', text, style: 'action' });
}

export function reply(desk: Desk, { message = '', text = '' }: Given): void {
  withMessage(
    desk,
    () => pointedAt(desk, message),
    (entry) => {
      const to = placeOf(entry, desk);
      desk.spoken = to;
      say(desk, to, { kind: 'message', text, replyTo: entry.seq });
      return undefined;
    },
  );
}

/** A number in brackets is a message; without them only if that is one of the person's own. */
export function edit(desk: Desk, { number, text = '' }: Given): void {
  afterAnswers(desk, () => {
    const seq = number === undefined ? undefined : numberIn(number);
    const named = seq === undefined ? undefined : desk.chat.message(desk.seat, seq)?.entry;
    const isMeant = number !== undefined && (number.startsWith('[') || named?.from.id === desk.seat.user);
    const target = isMeant ? (named ?? 'no-message') : ownLast(desk);
    if (typeof target === 'string')
      return noMessage(desk, target, isMeant ? undefined : 'There is no message of yours here that you could change.');
    const wanted = isMeant || number === undefined ? text : `${number} ${text}`;
    desk.post(
      { kind: 'edited', target: target.seq, text: wanted },
      undefined,
      (answer) => refusalOf(desk, answer, desk.room) ?? `Message ${target.seq} is now: ${repeated(wanted)}`,
    );
    return undefined;
  });
}

export function remove(desk: Desk, { number, reason }: Given): void {
  const find = (): Entry | RefusalCode => (number === undefined ? ownLast(desk) : byNumber(desk, number));
  withMessage(desk, find, ({ seq }) => {
    const event: Asked = { kind: 'redacted', target: seq, ...(reason !== undefined && { reason }) };
    desk.post(event, undefined, (answer) => refusalOf(desk, answer, desk.room) ?? `Message ${seq} was removed.`);
    return undefined;
  });
}

/** The same reaction once more takes it back. */
export function react(desk: Desk, { message = '', emoji = '' }: Given): void {
  withMessage(
    desk,
    () => pointedAt(desk, message),
    ({ seq, from }) => {
      const reactions = desk.chat.message(desk.seat, seq)?.reactions ?? [];
      const on = !reactions.some((each) => each.emoji === (parseReaction(emoji) ?? emoji) && each.mine);
      const whose = from.id === desk.seat.user ? 'your message' : `the message of ${from.name}`;
      desk.post({ kind: 'reacted', target: seq, emoji, on }, undefined, (answer) => {
        const shown = harmless(emoji);
        return (
          refusalOf(desk, answer, desk.room) ??
          (on ? `You reacted ${shown} to ${whose} (${seq}).` : `You took back ${shown} from ${whose} (${seq}).`)
        );
      });
      return undefined;
    },
  );
}

function say(desk: Desk, to: string, event: Asked<'message'>): void {
  desk.post(event, to, (answer) => {
    if (answer.kind === 'entry') {
      const name = answer.entry.room?.name ?? to;
      if (answer.away !== undefined) return awayNote(name, answer.away);
      return answer.waits ? desk.words.waits(name) : undefined;
    }
    if (answer.kind !== 'refusal') return undefined;
    return answer.code === 'not-member' ? desk.words.notIn(to) : desk.words.refused(answer, to);
  });
}

function byNumber(desk: Desk, text: string): Entry | RefusalCode {
  const seq = numberIn(text);
  return (seq === undefined ? undefined : desk.chat.message(desk.seat, seq)?.entry) ?? 'no-message';
}

/** Finds a message as it is when all earlier requests are done, and does something with it. */
function withMessage(desk: Desk, find: () => Entry | RefusalCode, act: (entry: Entry) => Said): void {
  afterAnswers(desk, () => {
    const found = find();
    return typeof found === 'string' ? noMessage(desk, found) : act(found);
  });
}

/** Somebody who has said nothing yet has no conversation, and so no message. */
const noMessage = ({ words, room }: Desk, code: RefusalCode, sentence?: string): string =>
  code === 'no-room' || code === 'no-message'
    ? (sentence ?? words.refused('no-message', room))
    : words.refused(code, room);

function repeated(text: string): string {
  const [first = '', ...more] = linesOf(text);
  const cut = first.length > maxRepeated || more.length > 0;
  return `${harmless(first.slice(0, maxRepeated).replace(/[\ud800-\udbff]$/, ''))}${cut ? '…' : ''}`;
}
