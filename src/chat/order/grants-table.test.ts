import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Asked, AskedKind, UserId } from '#chat/event.ts';
import { scopeFor } from '#chat/rights/needed-scope.ts';
import type { Verdict } from '#chat/outcome.ts';
import { allScopes, type Scope } from '#chat/rights/grant-scope.ts';
import { decide } from './decide.ts';
import { hashOf, openGranting, said } from './granting.suite.ts';
import { kinds } from './kinds/table.ts';
import type { Judging } from './judging.suite.ts';

/** One draft of each kind, and more where it matters; `room`: as in the draft. */
interface Sample {
  readonly asked: Asked;
  readonly room?: string;
  readonly once?: string;
  /** The scope it takes where that is not the one of its kind. */
  readonly scope?: Scope;
}

interface Scene {
  readonly order: Judging;
  readonly alice: UserId;
  /** The message of alice, and of bob, in #lobby. */
  readonly [message: `said${string}`]: number;
  readonly grants: ReadonlyMap<string, readonly Scope[]>;
  readonly device: string;
}

/**
 * Alice owns the server and #den, bob is a guest beside her in #lobby. With `here` she has session 2; else that draft of
 * hers is refused, so that all that comes later has the same places.
 */
async function open(here: boolean): Promise<Scene> {
  const { order, alice, granting } = await openGranting();
  order.ask(0, { kind: 'serverRole', user: 'alice', role: 'owner' });
  const device = granting.grant('device', alice);
  order.say(1, '#lobby');
  const saidByBob = order.world.seq;
  granting.say(alice, device);
  const saidByAlice = order.world.seq;
  granting.say(alice, device, 'bob', 'in private');
  granting.act(alice, device, { kind: 'joined' }, '#den');
  order.join(1, '#den');
  order.ask(0, { kind: 'role', user: 'bob', role: 'operator' }, '#den');
  order.ask(0, { kind: 'listed', list: 'mute', mask: 'm*' }, '#den');
  order.ask(0, { kind: 'role', user: 'alice', role: 'operator' }, '#lobby');
  const grants = new Map<string, readonly Scope[]>();
  for (const scope of allScopes) grants.set(granting.grant('bot', alice, { scopes: [scope] }), [scope]);
  grants.set(granting.grant('bot', alice, { scopes: allScopes }), allScopes);
  order.ask(here ? 2 : 77, here ? { kind: 'came', as: { account: alice, version: 1 } } : { kind: 'left' });
  return { order, alice, saidByBob, saidByAlice, grants, device };
}

const samplesIn = ({ saidByBob = 0, saidByAlice = 0, alice, device, order }: Scene): readonly Sample[] => {
  const lobby = { room: '#lobby' };
  const den = { room: '#den' };
  const token = { kind: 'tokenMade', hash: hashOf(500), uses: 1 } as const;
  return [
    { asked: { kind: 'message', text: 'hello @bob @all' }, ...lobby },
    { asked: { kind: 'message', text: 'x', replyTo: saidByBob, style: 'action' }, ...lobby, once: 'id' },
    { asked: { kind: 'message', text: 'in private' }, room: 'bob' },
    { asked: { kind: 'message', text: 'x' }, room: '#elsewhere' },
    { asked: { kind: 'message', text: 'x'.repeat(20_000) }, ...lobby },
    { asked: { kind: 'edited', target: saidByAlice, text: 'better' } },
    { asked: { kind: 'edited', target: saidByBob, text: 'better' } },
    { asked: { kind: 'redacted', target: saidByAlice } },
    { asked: { kind: 'redacted', target: saidByBob }, scope: 'moderate' },
    { asked: { kind: 'redacted', target: 99_999 }, scope: 'moderate' },
    { asked: { kind: 'reacted', target: saidByBob, emoji: '👍', on: true } },
    { asked: { kind: 'joined' }, room: '#new' },
    { asked: { kind: 'left', reason: 'tea' }, ...den },
    { asked: { kind: 'left' }, ...lobby },
    { asked: { kind: 'topic', text: 'tea' }, ...lobby },
    { asked: { kind: 'invited', user: 'bob' }, ...den },
    { asked: { kind: 'kicked', user: 'bob' }, ...lobby },
    { asked: { kind: 'kicked', user: 'bob' } },
    { asked: { kind: 'listed', list: 'ban', mask: 'b*', kick: true }, ...lobby },
    { asked: { kind: 'unlisted', list: 'mute', mask: 'm*' }, ...den },
    { asked: { kind: 'role', user: 'bob', role: 'voice' }, ...lobby },
    { asked: { kind: 'set', name: 'slow', value: '5' }, ...lobby },
    { asked: { kind: 'roomNamed', name: '#cave' }, ...den },
    { asked: { kind: 'closed' }, ...den },
    { asked: { kind: 'read', upto: 5 }, ...lobby },
    { asked: { kind: 'delivered', upto: 5 } },
    { asked: { kind: 'level', level: 'mentions' }, ...lobby },
    { asked: { kind: 'ignored', name: 'bob', on: true } },
    { asked: { kind: 'setting', name: 'guests', value: 'no' } },
    { asked: { kind: 'serverRole', user: 'alice', role: 'none' } },
    { asked: { ...token, purpose: 'invite-server' } },
    { asked: { ...token, purpose: 'invite-room' }, ...den },
    { asked: { ...token, purpose: 'password-reset', account: alice } },
    { asked: { ...token, purpose: 'bot', label: 'x', scopes: ['read'] } },
    { asked: { ...token, purpose: 'webhook', label: 'x' }, ...den },
    { asked: { kind: 'tokenRevoked', token: order.store.token(device)?.id ?? 0 } },
    { asked: { kind: 'loggedOut' } },
  ];
};

/** Nobody does these without a session. */
const never: readonly Asked[] = [
  { kind: 'founded', epoch: 'x' },
  { kind: 'keyed', addressKey: 'x' },
  { kind: 'came', as: { guest: 'eve' } },
  { kind: 'went' },
  { kind: 'moved', session: 2 },
  { kind: 'renamed', name: 'eve' },
  { kind: 'away', text: 'tea' },
  { kind: 'heard', rooms: [], upto: 1 },
  { kind: 'registered', name: 'eve', secret: 'x' },
  { kind: 'credential', account: 4, secret: 'x' },
  { kind: 'unregistered', account: 4 },
  { kind: 'enrolled', name: 'alice' },
  { kind: 'imported', from: 'alice', text: 'x', said: 1, importKey: 'x' },
  { kind: 'claimed', name: 'eve', secret: 'x', code: hashOf(1) },
  { kind: 'used', grant: hashOf(1) },
];

/** Judges a draft, and does not do it. */
function judge({ order, alice }: Scene, { asked, room, once }: Sample, grant?: string): Verdict {
  const common = { run: 'run1', nth: 5000, settledUpto: 0, room, at: 1000, once, event: asked };
  const asker = grant === undefined ? { session: 2 } : { session: -1, as: { account: alice, grant } };
  return decide(order.world, { seq: order.world.seq + 1, draft: { ...common, ...asker } });
}

/** Who joins is told to be absent; all else is as a session's. */
function absent(verdict: Verdict): Verdict {
  if (verdict.kind !== 'entry' || verdict.entry.event.kind !== 'joined') return verdict;
  return { ...verdict, entry: { ...verdict.entry, event: { ...verdict.entry.event, absent: true } } };
}

/** A message tells the bot that said it; all else is as a session's. */
function byBot(verdict: Verdict, label = ''): Verdict {
  if (verdict.kind !== 'entry' || verdict.entry.event.kind !== 'message') return verdict;
  const event = { ...verdict.entry.event, by: { kind: 'bot', label } } as const;
  return { ...verdict, entry: { ...verdict.entry, event } };
}

describe('a grant', async () => {
  const [here, away] = [await open(true), await open(false)];
  const samples = samplesIn(here);

  for (const [at, sample] of samples.entries()) {
    const { asked, room } = sample;
    test(`asks for ${asked.kind} (${at}) as a session of its account, if it allows that`, () => {
      const bySession = judge(here, sample);
      assert.deepEqual(judge(here, sample, here.device), bySession);
      assert.deepEqual(judge(away, sample, away.device), absent(bySession));
      const needed = sample.scope ?? scopeFor(asked.kind);
      for (const scene of [here, away]) {
        for (const [grant, scopes] of scene.grants) {
          const verdict = judge(scene, sample, grant);
          const allowed = byBot(bySession, scene.order.store.token(grant)?.label);
          const expected = scene === away ? absent(allowed) : allowed;
          if (scopes.some((scope) => scope === needed)) assert.deepEqual(verdict, expected, scopes.join());
          else assert.equal(said(verdict), 'out-of-scope', `${asked.kind} in ${room} by ${scopes.join()}`);
        }
      }
    });
  }

  test('cannot do what takes a session, or is for the server', () => {
    for (const asked of never) {
      if (asked.kind === 'founded') continue;
      for (const grant of [here.device, ...here.grants.keys()]) {
        assert.equal(said(judge(here, { asked }, grant)), 'out-of-scope', asked.kind);
      }
    }
  });

  test('is tried with every kind of draft', () => {
    const tried = new Set<AskedKind>([...samples.map(({ asked }) => asked.kind), ...never.map(({ kind }) => kind)]);
    // Runs begin before anybody has a grant.
    const all = Object.keys(kinds).filter((kind) => kind !== 'began');
    assert.deepEqual([...tried].sort(), all.sort());
  });
});
