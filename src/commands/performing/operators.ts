import { isRole } from '#chat/rights.ts';
import { minuteOf } from '#text/local-time.ts';
import { quoted } from '#text/quoted.ts';

import { type Desk, refusalOf } from '#commands/desk.ts';
import type { Given } from '#commands/form.ts';

/** How long an invitation code can be used, in ms. */
const codeLasts = 7 * 24 * 3_600_000;

export function role(desk: Desk, { person = '', role: given = '', room = desk.room }: Given): void {
  const wanted = given.toLowerCase();
  if (!isRole(wanted)) return;
  desk.post({ kind: 'role', user: person, role: wanted }, room, (answer) => {
    const name =
      answer.kind === 'entry' && answer.entry.event.kind === 'role' ? answer.entry.event.user.name : quoted(person);
    const about = answer.kind === 'refusal' && answer.code === 'no-user' ? person : room;
    return (
      refusalOf(desk, answer, about) ??
      (wanted === 'member'
        ? `${name} is a member of ${quoted(room)} like others.`
        : `${name} is ${wanted} of ${quoted(room)}.`)
    );
  });
}

export function invite(desk: Desk, { room = desk.room }: Given): void {
  const { code, hash } = desk.chat.newCode();
  const until = desk.chat.clock.now() + codeLasts;
  desk.post(
    { kind: 'tokenMade', purpose: 'invite-room', hash, uses: 1, until },
    room,
    (answer) =>
      refusalOf(desk, answer, room) ?? [
        `One person can enter ${quoted(room)} until ${minuteOf(until)} with this code:`,
        `/join ${quoted(room)} ${code}`,
      ],
  );
}
