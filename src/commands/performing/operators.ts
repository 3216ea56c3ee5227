import type { Asked } from '#chat/event.ts';
import { isRole } from '#chat/rights.ts';
import { minuteOf } from '#text/local-time.ts';
import { quoted } from '#text/quoted.ts';

import { type Desk, refusalOf } from '#commands/desk.ts';
import type { Given } from '#commands/form.ts';

/** How long an invitation code can be used, in ms. */
const codeLasts = 7 * 24 * 3_600_000;

const forAccounts = 'Only registered users can make codes. /invite NAME lets NAME in.';

export function role(desk: Desk, { person = '', role: given = '', room = desk.room }: Given): void {
  const wanted = given.toLowerCase();
  if (!isRole(wanted)) return;
  desk.post({ kind: 'role', user: person, role: wanted }, room, (answer) => {
    const { event } = answer.kind === 'entry' ? answer.entry : { event: undefined };
    const name = event?.kind === 'role' ? event.user.name : quoted(person);
    const about = answer.kind === 'refusal' && answer.code === 'no-user' ? person : room;
    return refusalOf(desk, answer, about) ?? `${name} is ${wanted} of ${quoted(room)}.`;
  });
}

export function invite(desk: Desk, { person, room = desk.room }: Given): void {
  if (person === undefined) return inviteAnybody(desk, room);
  desk.post({ kind: 'invited', user: person }, room, (answer) => {
    const about = answer.kind === 'refusal' && answer.code === 'no-user' ? person : room;
    return refusalOf(desk, answer, about) ?? `${quoted(person)} may enter ${quoted(room)}.`;
  });
}

function inviteAnybody(desk: Desk, room: string): void {
  const { code, hash } = desk.chat.newCode();
  const until = desk.chat.clock.now() + codeLasts;
  const event: Asked = { kind: 'tokenMade', purpose: 'invite-room', hash, uses: 1, until };
  desk.post(event, room, (answer) => {
    if (answer.kind === 'refusal' && answer.code === 'not-allowed' && !desk.seat.account)
      return desk.words.mistake(forAccounts);
    const refused = refusalOf(desk, answer, room);
    if (refused !== undefined) return refused;
    return `/join ${quoted(room)} ${code} lets one person in, until ${minuteOf(until)}.`;
  });
}

export function kick(desk: Desk, { person = '', room = desk.room, reason }: Given): void {
  desk.post({ kind: 'kicked', user: person, ...(reason !== undefined && { reason }) }, room, (answer) => {
    const { event } = answer.kind === 'entry' ? answer.entry : { event: undefined };
    const name = event?.kind === 'kicked' ? event.user.name : quoted(person);
    const about = answer.kind === 'refusal' && answer.code === 'no-user' ? person : room;
    return refusalOf(desk, answer, about) ?? `${name} was removed from ${quoted(room)}.`;
  });
}

/** `#NEW`, or `#ROOM #NEW`. */
export function rename(desk: Desk, { renaming = '' }: Given): void {
  const [first = '', second, ...more] = renaming.split(/[\s,]+/u);
  const [room, name] = second === undefined ? [desk.room, first] : [first, second];
  if (more.length > 0)
    return desk.answer(() => desk.words.mistake('/rename needs a name for the room, as in /rename #coffee.'));
  desk.post({ kind: 'roomNamed', name }, room, (answer) => {
    const about =
      answer.kind === 'refusal' && ['room-invalid', 'name-reserved', 'name-taken'].includes(answer.code) ? name : room;
    const refused = refusalOf(desk, answer, about);
    if (refused !== undefined) return refused;
    desk.renamed(room, name);
    return `${quoted(room)} is now ${quoted(name)}.`;
  });
}

export function close(desk: Desk, { room = '', reason }: Given): void {
  desk.post({ kind: 'closed', ...(reason !== undefined && { reason }) }, room, (answer) => {
    const refused = refusalOf(desk, answer, room);
    if (refused !== undefined) return refused;
    desk.left(room);
    return `${quoted(room)} is closed.`;
  });
}
