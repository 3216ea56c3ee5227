import type { Store } from '#chat/ports.ts';
import assert from 'node:assert/strict';

import type { Draft } from '#chat/event.ts';

import type { Member } from './middle-node.ts';
import { outcomeOf } from './middle-recorder.ts';
import { ReferenceModel } from './middle-reference.ts';
import type { Hearing } from './middle-words.ts';

/** The expected results of the log for these sessions. */
export function referenceFor(log: readonly Draft[], members: readonly Member[]): ReferenceModel {
  const eager = new Map(members.map(({ key, recorder }) => [key, recorder.temper.eager]));
  return new ReferenceModel(log, (session) => eager.get(session) ?? false);
}

/**
 * Checks that every ask was answered once, in the order asked, with its result in the log; and that each room's entries
 * were heard in the order of the log, none lost and none repeated. `upto`: the place at which the session's node
 * stopped early.
 */
export function judge(reference: ReferenceModel, member: Member, upto: number = Infinity): void {
  const { recorder, asked, key } = member;
  const expected = asked.map((id) => reference.outcomes.get(id) ?? 'unavailable');
  const given = recorder.answers.map(({ answer }) => outcomeOf(answer));
  if (upto === Infinity) assert.deepEqual(given, expected, `answers of ${key}`);
  else assert.deepEqual(given, expected.slice(0, given.length), `answers of ${key}, stopped`);
  const due = shownTo(member, reference.heard.get(key) ?? []).filter(({ seq }) => seq <= upto);
  const rooms = new Set(due.flatMap((hearing) => hearing.rooms));
  const line = (each: { seq: number; as: string; in?: number | undefined }): string =>
    `${each.seq} ${each.as} ${each.in ?? ''}`;
  assert.ok(!recorder.lines.includes('roster'), `${key} was not told of all who came and went`);
  const heard = recorder.heard.filter(({ as }) => as !== 'waited');
  const waited = recorder.heard.filter(({ as }) => as === 'waited').map(({ seq }) => seq);
  assert.deepEqual(waited, mailOf(reference, member, new Set(waited)), `what waited for ${key}`);
  assert.deepEqual(heard.map(line).sort(), due.map(line).sort(), `all that ${key} heard`);
  for (const room of rooms) {
    const ofRoom = new Set(due.filter((hearing) => hearing.rooms.includes(room)).map(line));
    assert.deepEqual(
      heard.map(line).filter((each) => ofRoom.has(each)),
      due.map(line).filter((each) => ofRoom.has(each)),
      `what ${key} heard in ${room}`,
    );
  }
}

/**
 * Of these entries, the private messages to the session's users, in the order of its logins, and for each in the order
 * of the log. A removed account may log in as another one.
 */
const mailOf = ({ mail, users }: ReferenceModel, { key }: Member, among: ReadonlySet<number>): readonly number[] =>
  (users.get(key) ?? []).flatMap((user) =>
    mail.filter(({ seq, to }) => to === user && among.has(seq)).map(({ seq }) => seq),
  );

/**
 * Checks that no private message to an account is lost, unless the account was removed: one of its sessions has heard
 * it, or it still waits.
 */
export function judgeMail(reference: ReferenceModel, members: readonly Member[], store: Store): void {
  const heard = new Set(members.flatMap(({ recorder }) => recorder.heard.map(({ seq }) => seq)));
  for (const { seq, to, kind } of reference.mail) {
    if (kind !== 'message' || reference.messages.isRemoved(seq)) continue;
    const account = store.account(to);
    if (account && account.delivered >= seq) assert.ok(heard.has(seq), `${seq}, said to ${account.name}, is lost`);
  }
}

const shownTo = ({ recorder }: Member, heard: readonly Hearing[]): readonly Hearing[] =>
  heard.filter(({ kind, as }) => as === 'answer' || kind === 'message' || recorder.temper.shows === 'all');
