import assert from 'node:assert/strict';

import type { Draft } from '#chat/event.ts';

import type { Member } from './middle-node.ts';
import { outcomeOf } from './middle-recorder.ts';
import { type Hearing, ReferenceModel } from './middle-reference.ts';

/** What the log should have come to, for these sessions. */
export function referenceFor(log: readonly Draft[], members: readonly Member[]): ReferenceModel {
  const eager = new Map(members.map(({ key, recorder }) => [key, recorder.temper.eager]));
  return new ReferenceModel(log, (session) => eager.get(session) ?? false);
}

/**
 * Every ask was answered once, in the order asked, with what the log made of it; and each room's entries were heard in
 * the order of the log, none lost and none twice. `upto`: where the session's node stopped in mid-way.
 */
export function judge(reference: ReferenceModel, member: Member, upto: number = Infinity): void {
  const { recorder, asked, key } = member;
  const expected = asked.map((id) => reference.outcomes.get(id) ?? 'unavailable');
  const given = recorder.answers.map(({ answer }) => outcomeOf(answer));
  if (upto === Infinity) assert.deepEqual(given, expected, `answers of ${key}`);
  else assert.deepEqual(given, expected.slice(0, given.length), `answers of ${key}, stopped`);
  const due = shownTo(member, reference.heard.get(key) ?? []).filter(({ seq }) => seq <= upto);
  const rooms = new Set(due.flatMap((hearing) => hearing.rooms));
  const line = ({ seq, as }: { seq: number; as: string }): string => `${seq} ${as}`;
  assert.deepEqual(recorder.heard.map(line).sort(), due.map(line).sort(), `all that ${key} heard`);
  for (const room of rooms) {
    const ofRoom = new Set(due.filter((hearing) => hearing.rooms.includes(room)).map(({ seq }) => seq));
    assert.deepEqual(
      recorder.heard.filter(({ seq }) => ofRoom.has(seq)).map(line),
      due.filter(({ seq }) => ofRoom.has(seq)).map(line),
      `what ${key} heard in ${room}`,
    );
  }
}

const shownTo = ({ recorder }: Member, heard: readonly Hearing[]): readonly Hearing[] =>
  heard.filter(({ kind, as }) => as === 'answer' || kind === 'message' || recorder.temper.shows === 'all');
