import type { Asked } from '#chat/event.ts';
import { isRole } from '#chat/rights/rights.ts';
import { minuteOf } from '#text/local-time.ts';
import { quoted } from '#text/quoted.ts';

import { type CommandContext, refusalOf } from '#commands/command-context.ts';
import type { Given } from '#commands/form.ts';

/** How long an invitation code is valid, in ms. */
const codeLasts = 7 * 24 * 3_600_000;

const forAccounts = 'Only registered users can make codes. /invite NAME lets NAME in.';

export function role(context: CommandContext, { person = '', role: given = '', room = context.room }: Given): void {
  const wanted = given.toLowerCase();
  if (!isRole(wanted)) return;
  context.post({ kind: 'role', user: person, role: wanted }, room, (answer) => {
    const { event } = answer.kind === 'entry' ? answer.entry : { event: undefined };
    const name = event?.kind === 'role' ? event.user.name : quoted(person);
    const about = answer.kind === 'refusal' && answer.code === 'no-user' ? person : room;
    return refusalOf(context, answer, about) ?? `${name} is ${wanted} of ${quoted(room)}.`;
  });
}

export function invite(context: CommandContext, { person, room = context.room }: Given): void {
  if (person === undefined) return inviteAnybody(context, room);
  context.post({ kind: 'invited', user: person }, room, (answer) => {
    const about = answer.kind === 'refusal' && ['no-user', 'user-banned'].includes(answer.code) ? person : room;
    if (answer.kind === 'no-op') return `${quoted(person)} is in ${quoted(room)}, or invited, already.`;
    return refusalOf(context, answer, about) ?? `${quoted(person)} is invited to ${quoted(room)}.`;
  });
}

function inviteAnybody(context: CommandContext, room: string): void {
  const { code, hash } = context.chat.newCode();
  const until = context.chat.clock.now() + codeLasts;
  const event: Asked = { kind: 'tokenMade', purpose: 'invite-room', hash, uses: 1, until };
  context.post(event, room, (answer) => {
    if (answer.kind === 'refusal' && answer.code === 'not-allowed' && !context.seat.account)
      return context.words.mistake(forAccounts);
    const refused = refusalOf(context, answer, room);
    if (refused !== undefined) return refused;
    return `/join ${quoted(room)} ${code} lets one person in, until ${minuteOf(until)}.`;
  });
}

export function kick(context: CommandContext, { person = '', room = context.room, reason }: Given): void {
  context.post({ kind: 'kicked', user: person, ...(reason !== undefined && { reason }) }, room, (answer) => {
    const { event } = answer.kind === 'entry' ? answer.entry : { event: undefined };
    const name = event?.kind === 'kicked' ? event.user.name : quoted(person);
    const about = answer.kind === 'refusal' && answer.code === 'no-user' ? person : room;
    return refusalOf(context, answer, about) ?? `${name} was removed from ${quoted(room)}.`;
  });
}

/** `#NEW`, or `#ROOM #NEW`. */
export function rename(context: CommandContext, { renaming = '' }: Given): void {
  const [first = '', second, ...more] = renaming.split(/[\s,]+/u);
  const [room, name] = second === undefined ? [context.room, first] : [first, second];
  if (more.length > 0)
    return context.answer(() => context.words.mistake('/rename needs a name for the room, as in /rename #coffee.'));
  context.post({ kind: 'roomNamed', name }, room, (answer) => {
    const about =
      answer.kind === 'refusal' && ['room-invalid', 'name-reserved', 'name-taken'].includes(answer.code) ? name : room;
    const refused = refusalOf(context, answer, about);
    if (refused !== undefined) return refused;
    context.renamed(room, name);
    return `${quoted(room)} is now ${quoted(name)}.`;
  });
}

export function close(context: CommandContext, { room = '', reason }: Given): void {
  context.post({ kind: 'closed', ...(reason !== undefined && { reason }) }, room, (answer) => {
    const refused = refusalOf(context, answer, room);
    if (refused !== undefined) return refused;
    context.left(room);
    return `${quoted(room)} is closed.`;
  });
}
