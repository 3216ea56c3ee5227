import { beginningOf } from '#text/beginning.ts';
import type { Asked, Entry, Seq } from '#chat/event.ts';
import { parseReaction } from '#chat/events/emoji.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { awayNote } from '#text/away-note.ts';
import { harmless } from '#text/visible.ts';
import { linesOf } from '#text/lines.ts';

import { afterAnswers, type CommandContext, refusalOf, type Said } from '#commands/command-context.ts';
import type { Given } from '#commands/form.ts';
import { isNamed, nameAhead, numberIn, ownLast, placeOf, pointedAt } from '#commands/find-message.ts';
import { whichMessage } from '#commands/which-message.ts';

/** UTF-16 units of a text that is repeated in an answer. */
const maxRepeated = 200;

export function msg(context: CommandContext, { to = '', text = '' }: Given): void {
  context.spoken = to;
  say(context, to, { kind: 'message', text });
}

export function me(context: CommandContext, { text = '' }: Given): void {
  context.spoken = context.room;
  say(context, context.room, { kind: 'message', text, style: 'action' });
}

export function reply(context: CommandContext, { message = '', text = '' }: Given): void {
  withMessage(
    context,
    () => pointedAt(context, message),
    (entry) => {
      const to = placeOf(entry, context);
      context.spoken = to;
      say(context, to, { kind: 'message', text, replyTo: entry.seq });
      return undefined;
    },
  );
}

/** A number in brackets is a message; without brackets, only if it is one of the person's own messages. */
export function edit(context: CommandContext, { number, text = '' }: Given): void {
  afterAnswers(context, () => {
    const seq = number === undefined ? undefined : numberIn(number);
    const named = seq === undefined ? undefined : context.chat.message(context.seat, seq)?.entry;
    const isMeant = number !== undefined && (number.startsWith('[') || named?.from.id === context.seat.user);
    const target = isMeant ? (named ?? 'no-message') : ownLast(context);
    if (typeof target === 'string')
      return noMessage(
        context,
        target,
        isMeant ? undefined : 'There is no message of yours here that you could change.',
      );
    const wanted = isMeant || number === undefined ? text : `${number} ${text}`;
    context.post(
      { kind: 'edited', target: target.seq, text: wanted },
      undefined,
      (answer) => refusalOf(context, answer, context.room) ?? `Message ${target.seq} is now: ${repeated(wanted)}`,
    );
    return undefined;
  });
}

export function remove(context: CommandContext, { number, reason }: Given): void {
  const find = (): Entry | RefusalCode => (number === undefined ? ownLast(context) : byNumber(context, number));
  withMessage(context, find, ({ seq }) => {
    const question = number === undefined && reason !== undefined ? whichToDelete(context, seq, reason) : undefined;
    if (question !== undefined) return context.words.mistake(question);
    const event: Asked = { kind: 'redacted', target: seq, ...(reason !== undefined && { reason }) };
    context.post(
      event,
      undefined,
      (answer) => refusalOf(context, answer, context.room) ?? `Message ${seq} was removed.`,
    );
    return undefined;
  });
}

/** A person may type the name of an author to mean that author's message. The name would be taken as the reason, and the person's own last message removed. */
function whichToDelete(context: CommandContext, own: Seq, reason: string): string | undefined {
  const name = nameAhead(reason);
  const last = pointedAt(context, name);
  const known = typeof last === 'string' ? (isNamed(context, name) ? { name } : undefined) : { name, last: last.seq };
  return whichMessage(reason, own, known);
}

/** Repeating a reaction removes it. */
export function react(context: CommandContext, { message = '', emoji = '' }: Given): void {
  withMessage(
    context,
    () => pointedAt(context, message),
    ({ seq, from }) => {
      const reactions = context.chat.message(context.seat, seq)?.reactions ?? [];
      const on = !reactions.some((each) => each.emoji === (parseReaction(emoji) ?? emoji) && each.mine);
      const whose = from.id === context.seat.user ? 'your message' : `the message of ${from.name}`;
      context.post({ kind: 'reacted', target: seq, emoji, on }, undefined, (answer) => {
        const shown = harmless(emoji);
        return (
          refusalOf(context, answer, context.room) ??
          (on ? `You reacted ${shown} to ${whose} (${seq}).` : `You took back ${shown} from ${whose} (${seq}).`)
        );
      });
      return undefined;
    },
  );
}

function say(context: CommandContext, to: string, event: Asked<'message'>): void {
  context.post(event, to, (answer) => {
    if (answer.kind === 'entry') {
      const name = answer.entry.room?.name ?? to;
      if (answer.away !== undefined) return awayNote(name, answer.away);
      return answer.waits ? context.words.waits(name) : undefined;
    }
    if (answer.kind !== 'refusal') return undefined;
    return answer.code === 'not-member' ? context.words.notIn(to) : context.words.refused(answer, to);
  });
}

function byNumber(context: CommandContext, text: string): Entry | RefusalCode {
  const seq = numberIn(text);
  return (seq === undefined ? undefined : context.chat.message(context.seat, seq)?.entry) ?? 'no-message';
}

/** Finds a message after all earlier requests are done, and calls a function with it. */
function withMessage(context: CommandContext, find: () => Entry | RefusalCode, act: (entry: Entry) => Said): void {
  afterAnswers(context, () => {
    const found = find();
    return typeof found === 'string' ? noMessage(context, found) : act(found);
  });
}

/** The sentence for a message that was not found. `no-room`: there is no conversation with that user, so no message either. */
const noMessage = ({ words, room }: CommandContext, code: RefusalCode, sentence?: string): string =>
  code === 'no-room' || code === 'no-message'
    ? (sentence ?? words.refused('no-message', room))
    : words.refused(code, room);

function repeated(text: string): string {
  const [first = '', ...more] = linesOf(text);
  const cut = first.length > maxRepeated || more.length > 0;
  return `${harmless(beginningOf(first, maxRepeated))}${cut ? '…' : ''}`;
}
