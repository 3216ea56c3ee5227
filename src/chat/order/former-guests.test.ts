import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Asked } from '#chat/event.ts';
import { maxFormerGuests } from '#chat/limits.ts';
import type { Verdict } from '#chat/outcome.ts';
import { mayReturnFor } from './former-guests.ts';
import { type Judging, openJudging } from './judging.suite.ts';

const hashOf = (digit: string): string => digit.repeat(64);
const [one, two] = [hashOf('1'), hashOf('2')];

const came = (guest: string, token?: string, former?: string): Asked<'came'> => ({
  kind: 'came',
  as: { guest, token, former },
});

/** Another run of the node begins, at that time: it ends the sessions of the last one. */
function restart(order: Judging, run: string, ends: string, at = 1000): void {
  order.ask(`${run}:0`, { kind: 'began', node: 'node1', rules: 1, ends }, undefined, { at });
}

const told = (verdict: Verdict): unknown => {
  if (verdict.kind === 'entry') return verdict.entry.from;
  return verdict.kind === 'refusal' ? verdict.code : verdict.kind;
};

const guest = (id: number, name: string): unknown => ({ id, name, account: false });

/** Alice, guest 3 in session 1, has the token `one` and is in #lobby, which is room 3. */
async function withAlice(): Promise<Judging> {
  const order = await openJudging();
  order.ask(1, came('alice', one), '#lobby');
  return order;
}

describe('a guest with a token', () => {
  test('is the same user after the run has ended, again and again, and is a member of no room', async () => {
    const order = await withAlice();
    for (const [run, ends] of [
      ['run2', 'run1'],
      ['run3', 'run2'],
    ] as const) {
      restart(order, run, ends);
      assert.equal(order.world.present(3), undefined);
      const back = order.ask(`${run}:1`, came('alice', two, one));
      assert.deepEqual(told(back), guest(3, 'alice'));
      assert.deepEqual(order.world.present(3)?.rooms, []);
      assert.equal(order.store.token(one)?.until, 0);
      assert.equal(order.store.token(two), undefined, 'it keeps its token');
      order.join(`${run}:1`, '#lobby');
    }
  });

  test('has its requests done once, and its messages stay its own', async () => {
    const order = await withAlice();
    const say = (session: string | number): Verdict =>
      order.ask(session, { kind: 'message', text: 'helo' }, '#lobby', { once: 'a' });
    const said = say(1);
    const target = order.world.seq;
    assert.equal(said.kind, 'entry');
    restart(order, 'run2', 'run1');
    order.ask('run2:1', came('alice', two, one));
    const edit = { kind: 'edited', target, text: 'hello' } as const;
    assert.equal(told(order.ask('run2:1', edit)), 'not-member');
    order.join('run2:1', '#lobby');
    assert.deepEqual(say('run2:1'), { kind: 'again', seq: target, effects: undefined });
    assert.equal(order.ask('run2:1', edit).kind, 'entry');
    const react = { kind: 'reacted', target, emoji: '+1', on: true } as const;
    assert.equal(told(order.ask('run2:1', react)), 'no-message', 'what it may read begins anew');
    assert.equal(order.ask('run2:1', { kind: 'redacted', target }).kind, 'entry');
  });

  test('comes back in time, by the clocks of drafts, and only while it is not here', async () => {
    const order = await withAlice();
    assert.equal(told(order.ask(2, came('alice', two, one))), 'name-taken');
    assert.deepEqual(
      told(order.ask(2, came('anne', two, one))),
      guest(order.world.seq, 'anne'),
      'it is here: a new guest',
    );
    order.ask(1, { kind: 'went' }, undefined, { at: 5000 });
    const late = order.ask(3, came('alice', hashOf('3'), one), undefined, { at: 5000 + mayReturnFor });
    assert.deepEqual(told(late), guest(order.world.seq, 'alice'));
    order.ask(3, { kind: 'went' });
    const back = order.ask(4, came('alice', hashOf('4'), one), undefined, { at: 4999 + mayReturnFor });
    assert.deepEqual(told(back), guest(3, 'alice'));
  });

  const ends: Readonly<Record<string, (order: Judging) => void>> = {
    'has logged out': (order) => order.ask(1, { kind: 'went', loggedOut: true }),
    'was removed from the server': (order) => {
      order.ask(0, { kind: 'kicked', user: 'alice' });
      restart(order, 'run2', 'run1');
    },
    'has become an account': (order) => {
      order.ask(1, { kind: 'registered', name: '', secret: 'hash' });
      restart(order, 'run2', 'run1');
      order.ask(0, { kind: 'unregistered', account: 3 });
    },
    'has logged in to an account': (order) => {
      const account = order.register('carol');
      order.ask(1, { kind: 'came', as: { account, version: 1 } });
    },
  };
  for (const [what, end] of Object.entries(ends)) {
    test(`does not come back once it ${what}`, async () => {
      const order = await withAlice();
      end(order);
      const run = order.world.run('run2') ? 'run2' : 'run1';
      const back = order.ask(`${run}:9`, came('alice', two, one));
      assert.notDeepEqual(told(back), guest(3, 'alice'));
      assert.equal(order.store.token(one), undefined);
      assert.equal(order.store.formerGuest(3), undefined);
    });
  }

  test('comes back with another name as if it had been renamed, and finds its own taken like anybody', async () => {
    const order = await withAlice();
    restart(order, 'run2', 'run1');
    order.ask('run2:1', came('Alice'));
    assert.equal(told(order.ask('run2:2', came('alice', two, one))), 'name-taken');
    order.ask('run2:0', { kind: 'registered', name: 'anne', secret: 'hash' });
    assert.equal(told(order.ask('run2:2', came('anne', two, one))), 'name-registered');
    order.ask('run2:0', { kind: 'listed', list: 'ban', mask: 'b*' });
    assert.equal(told(order.ask('run2:2', came('bob', two, one))), 'name-banned');
    assert.deepEqual(told(order.ask('run2:2', came('alicia', two, one))), guest(3, 'alicia'));
    restart(order, 'run3', 'run2');
    assert.deepEqual(told(order.ask('run3:1', came('alicia', two, one))), guest(3, 'alicia'));
  });

  test('is banned and muted as before', async () => {
    const order = await withAlice();
    order.ask(0, { kind: 'listed', list: 'mute', mask: 'alice' }, '#lobby');
    restart(order, 'run2', 'run1');
    order.ask('run2:1', came('anne', two, one), '#lobby');
    assert.equal(told(order.say('run2:1', '#lobby')), 'muted');
    order.ask('run2:1', { kind: 'went' });
    const ban = { kind: 'listed', list: 'ban', mask: 'anne' } as const;
    order.ask('run2:0', ban);
    assert.equal(told(order.ask('run2:2', came('anne', two, one))), 'name-banned');
    assert.equal(told(order.ask('run2:2', came('alice', two, one))), 'rename-banned');
    order.ask('run2:0', { kind: 'unlisted', list: 'ban', mask: 'anne' });
    assert.deepEqual(told(order.ask('run2:2', came('anne', two, one))), guest(3, 'anne'));
    order.ask('run2:0', ban);
    assert.equal(order.store.token(one), undefined, 'a ban of somebody who is here ends it');
  });

  test('has no role, and enters what it was in without key or invitation, unless it was shut since', async () => {
    const order = await openJudging();
    order.ask(1, came('alice', one), '#tea');
    const set = (session: string | number, name: 'key' | 'invite-only', value: string, room: string): Verdict =>
      order.ask(session, { kind: 'set', name, value }, room);
    order.join(1, '#den');
    order.join(1, '#left');
    for (const room of ['#tea', '#den', '#left']) assert.equal(set(1, 'key', 'secret', room).kind, 'entry');
    assert.equal(set(1, 'invite-only', 'yes', '#den').kind, 'entry');
    order.ask(1, { kind: 'left' }, '#left');
    restart(order, 'run2', 'run1');
    order.ask('run2:2', came('bob'));
    order.ask('run2:1', came('alice', two, one));
    assert.equal(told(order.join('run2:2', '#tea')), 'wrong-key');
    assert.equal(told(order.join('run2:1', '#left')), 'wrong-key', 'it had left that one');
    assert.equal(order.join('run2:1', '#tea').kind, 'entry');
    assert.equal(order.world.role(3, 3), 'member');
    assert.equal(set('run2:0', 'key', 'other', '#den').kind, 'entry');
    assert.equal(told(order.join('run2:1', '#den')), 'invite-only', 'it was shut meanwhile');
    order.ask('run2:1', { kind: 'left' }, '#tea');
    assert.equal(told(order.join('run2:1', '#tea')), 'wrong-key', 'now it has left that one, too');
  });

  test('keeps its private messages', async () => {
    const order = await withAlice();
    const bob = order.register('bob');
    order.say(1, 'bob', 'psst');
    const room = order.world.direct(3, bob)?.id ?? 0;
    restart(order, 'run2', 'run1');
    order.ask('run2:1', came('alice', two, one));
    assert.equal(order.store.member(room, 3)?.left, undefined);
    assert.equal(order.say('run2:1', 'bob', 'again').kind, 'entry');
    assert.equal(order.world.direct(3, bob)?.id, room);
  });
});

describe('guests who may come back', () => {
  test('need a token: nothing is kept of a guest without one', async () => {
    const order = await openJudging();
    order.come(1, 'alice', '#lobby');
    restart(order, 'run2', 'run1');
    assert.equal(order.store.formerGuest(3), undefined);
    assert.equal(order.store.member(3, 3), undefined);
  });

  test('are bounded: those that departed first are forgotten', { timeout: 60_000 }, async () => {
    const order = await openJudging();
    const hash = (n: number): string => n.toString(16).padStart(64, '0');
    order.together(() => {
      for (let n = 1; n <= maxFormerGuests + 70; n++) order.ask(n, came(`g${n}`, hash(n)));
    });
    restart(order, 'run2', 'run1');
    restart(order, 'run3', 'run2');
    assert.equal(order.store.token(hash(70)), undefined);
    assert.equal(order.store.formerGuest(3), undefined);
    assert.ok(order.store.token(hash(71)));
  });
});
