import type { Millis } from '#chat/event.ts';
import type { Answer } from '#chat/hub/session.ts';
import { sureOf } from '#text/matches-everybody.ts';
import type { ListName } from '#chat/rights/moderation-lists.ts';
import { hitsSentence, needsConfirmation, type ShownListing, confirmationSentence } from '#chat/reading/moderation.ts';
import { minuteOf } from '#text/local-time.ts';
import { quoted } from '#text/quoted.ts';
import { untilWords } from '#text/until-words.ts';
import { harmless } from '#text/visible.ts';

import { durationIn } from '#commands/durations.ts';
import { afterAnswers, type CommandContext, refusalOf, type Said, unreadable } from '#commands/command-context.ts';
import type { Given } from '#commands/form.ts';

type Closed = Extract<ListName, 'ban' | 'mute'>;
type Shown = Closed | 'invitation';

/** Words for each list. */
const words: Readonly<Record<Shown, { readonly done: string; readonly undone: string; readonly none: string }>> = {
  ban: { done: 'banned from', undone: 'no longer banned from', none: 'Nobody is banned from' },
  mute: { done: 'muted in', undone: 'no longer muted in', none: 'Nobody is muted in' },
  invitation: { done: 'invited to', undone: 'no longer invited to', none: 'Nobody is invited to' },
};
/** Rows in one answer. */
const most = 100;

export const ban = (context: CommandContext, given: Given): void => enter(context, 'ban', given);
export const mute = (context: CommandContext, given: Given): void => enter(context, 'mute', given);
export const unban = (context: CommandContext, given: Given): void => remove(context, 'ban', given);
export function uninvite(context: CommandContext, given: Given): void {
  if (given.mask === undefined) return context.answer(() => rowsOf(context, 'invitation', given.room ?? context.room));
  remove(context, 'invitation', given);
}
export const unmute = (context: CommandContext, given: Given): void => remove(context, 'mute', given);

/** The users that a ban matches are counted before it, while they are present. */
function enter(context: CommandContext, list: Closed, { mask, room = context.room, time, reason }: Given): void {
  if (mask === undefined) return context.answer(() => rowsOf(context, list, room));
  afterAnswers(context, () => {
    const hits = context.chat.hits(context.seat, mask, room, list);
    const { isSure, why } = isBroad(mask) ? sureOf(reason) : { isSure: true, why: reason };
    if (typeof hits !== 'string' && !isSure && needsConfirmation(mask, hits)) {
      const again = `/${list} ${mask} ${room}${time === undefined ? '' : ` for ${time}`} yes`;
      return context.words.mistake(`${confirmationSentence(mask, hits)} To do it, type ${again}`);
    }
    const lasts = time === undefined ? undefined : durationIn(time);
    const until = lasts === undefined ? undefined : context.chat.clock.now() + lasts;
    const event = {
      kind: 'listed',
      list,
      mask,
      until,
      reason: why,
      ...(list === 'ban' && ({ kick: true } as const)),
    } as const;
    context.post(event, room, (answer) => {
      const refused = refusalOf(context, answer, aboutMask(answer) ? mask : room);
      if (refused !== undefined) return refused;
      const end = untilWords({ until, at: context.chat.clock.now() });
      const told =
        typeof hits === 'string' || (isOneName(mask) && !hits.spared && !hits.unknown)
          ? ''
          : ` ${hitsSentence(hits, quoted(room))}`;
      return `${quoted(mask)} is ${words[list].done} ${quoted(room)}${end}.${told}`;
    });
    return undefined;
  });
}

function remove(context: CommandContext, list: Shown, { mask = '', room = context.room }: Given): void {
  context.post({ kind: 'unlisted', list, mask }, room, (answer) => {
    return (
      refusalOf(context, answer, aboutMask(answer) ? mask : room) ??
      `${quoted(mask)} is ${words[list].undone} ${quoted(room)}.`
    );
  });
}

/** Whether a refusal is about the mask, and not about the room. */
const aboutMask = (answer: Answer): boolean =>
  answer.kind === 'refusal' && ['no-user', 'mask-invalid', 'not-listed'].includes(answer.code);

function rowsOf(context: CommandContext, list: Shown, room: string): Said {
  const { chat, seat } = context;
  const all = chat.lists(seat, list, room);
  if (typeof all === 'string') return unreadable(context, all, room);
  // Ended bans are shown, so that a full list can be cleared; ended invitations are not.
  const rows = list === 'invitation' ? all.filter(({ until }) => until === 0 || chat.clock.now() < until) : all;
  if (rows.length === 0) return `${words[list].none} ${quoted(room)}.`;
  const lines = rows
    .slice(0, most)
    .map((row) => `${rowLine(row, chat.clock.now())} (${words[list].done} ${quoted(room)})`);
  return rows.length > most ? [...lines, `There are ${rows.length - most} more.`] : lines;
}

function rowLine({ mask, by, until, reason }: ShownListing, now: Millis): string {
  const end = until === 0 ? '' : `, ${until > now ? 'until' : 'ended'} ${minuteOf(until)}`;
  return `${harmless(mask)}, by ${by.id === 0 ? 'the server' : by.name}${end}${reason === '' ? '' : `, because ${harmless(reason)}`}`;
}

/** The mask may match several users. Then `yes` after it always confirms, and is never the reason, even if fewer users match by then. */
const isBroad = (mask: string): boolean => /[*?]|^address:/u.test(mask);

/** The mask names one user, so the answer does not contain the number of matches. */
const isOneName = (mask: string): boolean => /^[^*?:]+$/u.test(mask);
