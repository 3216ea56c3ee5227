import assert from 'node:assert/strict';
import { test } from 'node:test';

import { type SpeechRules, speechRulesOf, listsOf } from './speech-rules.ts';
import { openTea } from './moderation.suite.ts';
import type { Present } from './world.ts';

const row = { room: 1, user: undefined, by: { id: 0, name: 'server' }, at: 0, until: 0, reason: '', seq: 1 } as const;
const bans = Array.from({ length: 100 }, (_, n) => {
  const key = `troll${n}*`;
  return { ...row, list: 'ban' as const, key, shown: key };
});

/** A member who counts how often its name is looked at. */
class Member implements Present {
  static looks = 0;
  readonly id: number;
  readonly key: string;
  readonly ref: Present['ref'];
  readonly guest = true;
  readonly sessions = 1;
  readonly mailTakers = 0;
  readonly rooms: Present['rooms'] = [];
  readonly bound = undefined;
  readonly away = '';
  addresses: Present['addresses'] = undefined;

  constructor(id: number) {
    this.id = id;
    this.key = `user${id}`;
    this.ref = { id, name: this.key, account: false };
  }

  get name(): string {
    Member.looks++;
    return this.key;
  }
}

const lists = listsOf(bans);
const rulesOfRoom = (): SpeechRules =>
  speechRulesOf({
    room: 1,
    name: () => '#tea',
    lists,
    immunity: () => 'none',
    banned: 'banned',
    everywhere: undefined,
  }) ?? assert.fail();

test('100 bans are matched once against each of 10 000 members, for any number of messages', () => {
  const rules = rulesOfRoom();
  const members = Array.from({ length: 10_000 }, (_, n) => new Member(n + 1));
  for (const round of [1, 2, 3]) {
    for (const member of members) assert.equal(rules.forbids(member, round), undefined);
    assert.equal(Member.looks, members.length);
  }
  const [first] = members;
  assert.ok(first);
  first.addresses = ['a'.repeat(32)];
  rules.forbids(first, 4);
  assert.equal(Member.looks, members.length + 1, 'one with another address is looked at once more');
});

test('a room without a ban or a mute has no rules: a message asks for that alone', async () => {
  const tea = await openTea();
  const room = tea.order.world.channel('#tea')?.id ?? 0;
  tea.list(1, 'exception', 'x');
  assert.equal(tea.order.world.speechRules(room), undefined);
  tea.list(1, 'mute', 'x');
  const rules = tea.order.world.speechRules(room);
  assert.ok(rules && rules === tea.order.world.speechRules(room), 'it is made once');
  tea.unlist(1, 'mute', 'x');
  assert.equal(tea.order.world.speechRules(room), undefined);
  tea.list(0, 'mute', 'x', {}, null);
  assert.equal(
    tea.order.world.speechRules(room),
    tea.order.world.speechRules(0),
    'that of the server is shared by all rooms',
  );
});
