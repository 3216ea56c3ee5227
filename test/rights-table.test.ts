import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';

import { seenChannel } from '#chat/order/channels.ts';
import { decide } from '#chat/order/decide.ts';
import { type Judging, openJudging } from '#chat/order/judging.suite.ts';
import { type Act, acts, may } from '#chat/rights/rights.ts';
import type { Asked, Role, UserId } from '#chat/event.ts';
import type { RoomSettingName } from '#chat/settings/room-settings.ts';

const ranks = ['outsider', 'member', 'voice', 'operator', 'owner'] as const;
type Rank = (typeof ranks)[number];

/** A row of the table in docs/rights.md. `more`: by setting. */
interface Row {
  readonly who: Rank;
  readonly more: ReadonlyMap<string, string>;
}

const rankNamed = (word: string): Rank =>
  word === 'everybody' ? 'outsider' : (ranks.find((rank) => rank === word) ?? assert.fail(`no role: ${word}`));

/** The table in docs/rights.md. */
function tableOf(page: string): ReadonlyMap<string, Row> {
  const from = page.indexOf('| act | who |');
  const lines = page.slice(from, page.indexOf('\n\n', from)).split('\n').slice(2);
  return new Map(
    lines.map((line) => {
      const [, first = '', who = '', more = ''] = line.split('|').map((cell) => cell.trim());
      const act = /`([a-z-]+)`/.exec(first)?.[1] ?? assert.fail(line);
      const limits = [...more.matchAll(/`([a-z-]+)`: (\w+)/g)].map(
        ([, name = '', needed = '']) => [name, needed] as const,
      );
      return [act, { who: rankNamed(who), more: new Map(limits) }];
    }),
  );
}

const table = tableOf(readFileSync(new URL('../docs/rights.md', import.meta.url), 'utf8'));

const settings: Readonly<Record<RoomSettingName | 'none', string>> = {
  none: '',
  secret: 'yes',
  'invite-only': 'yes',
  moderated: 'yes',
  'accounts-only': 'yes',
  'topic-locked': 'yes',
  slow: '60',
  key: 'sesame',
  limit: '6',
  history: 'all',
};

/** Somebody who tries everything. */
interface Actor {
  readonly role: Rank;
  readonly account: boolean;
  readonly serverRole: 'operator' | 'owner' | 'none';
}

const actors: readonly Actor[] = [false, true].flatMap((account) =>
  ranks.flatMap((role) =>
    (account ? (['none', 'operator', 'owner'] as const) : (['none'] as const)).map((serverRole) => ({
      role,
      account,
      serverRole,
    })),
  ),
);

/** What the actor counts as: the room has an owner. */
const rankOf = ({ role, serverRole }: Actor): number =>
  Math.max(ranks.indexOf(role), serverRole === 'owner' ? 4 : serverRole === 'operator' ? 3 : 0);

const targets = ['member', 'voice', 'operator', 'owner'] as const;

const nameOf = (actor: Actor): string => `actor${actors.indexOf(actor)}`;
const sessionOf = (actor: Actor): number => 20 + actors.indexOf(actor);

/** A room with the setting on: its owner (1), a member of each role, and all actors. Each has said something. */
async function scene(setting: RoomSettingName | 'none'): Promise<Judging> {
  const order = await openJudging();
  order.come(1, 'first', '#room');
  order.come(7, 'guest');
  for (const [nth, role] of targets.entries()) enter(order, 2 + nth, role, role);
  for (const actor of actors) {
    const [session, name] = [sessionOf(actor), nameOf(actor)];
    if (actor.account) {
      const account = order.register(name);
      if (actor.serverRole !== 'none') order.ask(0, { kind: 'serverRole', user: name, role: actor.serverRole });
      order.ask(session, { kind: 'came', as: { account, version: 1 } });
    } else order.come(session, name);
    if (actor.role !== 'outsider') enter(order, session, name, actor.role);
  }
  order.say(1, '#room');
  for (const actor of actors) order.ask(sessionOf(actor), { kind: 'message', text: 'own' }, '#room', { at: 1 });
  if (setting !== 'none') order.ask(1, { kind: 'set', name: setting, value: settings[setting] }, '#room');
  return order;
}

function enter(order: Judging, session: number, name: string, role: Role): void {
  if (order.world.presentNamed(name)) order.join(session, '#room');
  else order.come(session, name, '#room');
  order.ask(1, { kind: 'role', user: name, role }, '#room');
}

/** The verdict on a draft that is only tried. */
function tried(order: Judging, session: number, event: Asked): string {
  const draft = { run: 'run1', nth: 10_000, settledUpto: 0, session, room: '#room', at: 500_000, event };
  const verdict = decide(order.world, { seq: order.world.seq + 1, draft });
  return verdict.kind === 'refusal' ? verdict.code : verdict.kind;
}

/** The drafts of acts that are judged by a draft. */
function draftOf(act: Act, order: Judging, user: UserId, target: string): Asked | undefined {
  const said = order.store.log(0, 1000).filter(({ event }) => event.kind === 'message');
  const others = said[0]?.seq ?? 0;
  const own = said.find(({ from }) => from.id === user)?.seq ?? others;
  const drafts: Partial<Record<Act, Asked>> = {
    join: { kind: 'joined' },
    speak: { kind: 'message', text: 'hi' },
    react: { kind: 'reacted', target: others, emoji: '+1', on: true },
    edit: { kind: 'edited', target: own, text: 'other' },
    'redact-own': { kind: 'redacted', target: own },
    'redact-other': { kind: 'redacted', target: others },
    topic: { kind: 'topic', text: 'new' },
    invite: { kind: 'invited', user: 'guest' },
    kick: { kind: 'kicked', user: target },
    ban: { kind: 'listed', list: 'ban', mask: target },
    mute: { kind: 'listed', list: 'mute', mask: target },
    role: { kind: 'role', user: target, role: target === 'voice' ? 'member' : 'voice' },
    set: { kind: 'set', name: 'limit', value: '77' },
    'open-history': {
      kind: 'set',
      name: 'history',
      value: order.world.roomState(order.world.channel('#room')?.id ?? 0).history ? '' : 'all',
    },
    'rename-room': { kind: 'roomNamed', name: '#other' },
    close: { kind: 'closed' },
  };
  return drafts[act];
}

const aimed: readonly Act[] = ['kick', 'ban', 'mute', 'role'];
const inside: readonly Act[] = ['speak', 'react', 'typing', 'edit', 'redact-own', 'mention-all'];
const ofMessages: readonly Act[] = ['react', 'edit', 'redact-own', 'redact-other'];

/** What the page says: undefined where it is allowed. */
function expected(act: Act, setting: string, actor: Actor, target: string | undefined): string | undefined {
  const { who, more } = table.get(act) ?? assert.fail(`${act} is not in docs/rights.md`);
  const rank = rankOf(actor);
  const outside = actor.role === 'outsider';
  const needed = more.get(setting);
  if (act === 'join') return needed === undefined || rank >= 3 ? undefined : shut(setting, actor);
  const least = Math.max(ranks.indexOf(who), needed === undefined ? 0 : ranks.indexOf(rankNamed(needed)));
  if (rank === 0 && least > 0) return setting === 'secret' ? 'no-room' : 'not-member';
  if (outside && inside.includes(act)) return 'not-member';
  if (rank < least) return needed === 'voice' && rank >= ranks.indexOf(who) ? 'moderated' : 'not-allowed';
  if (target === undefined || rank === 4) return undefined;
  return ranks.findIndex((each) => each === target) < rank ? undefined : 'not-allowed';
}

function shut(setting: string, { account }: Actor): string | undefined {
  const codes: Readonly<Record<string, string>> = {
    'invite-only': 'invite-only',
    key: 'wrong-key',
    limit: 'room-full',
  };
  return setting === 'accounts-only' ? (account ? undefined : 'accounts-only') : codes[setting];
}

describe('docs/rights.md', () => {
  test('has every act', () => assert.deepEqual([...table.keys()].sort(), [...acts].sort()));

  for (const setting of Object.keys(settings) as (RoomSettingName | 'none')[]) {
    test(`is how drafts are judged, with the setting: ${setting}`, async () => {
      const order = await scene(setting);
      const room = order.world.channel('#room')?.id ?? assert.fail();
      for (const actor of actors) {
        const { id } = order.world.presentNamed(nameOf(actor)) ?? assert.fail();
        assert.equal(order.world.role(room, id) ?? 'outsider', actor.role);
        for (const act of acts) {
          for (const target of aimed.includes(act) ? targets : [undefined]) {
            const why = `${act} ${target ?? ''}, ${setting}: ${JSON.stringify(actor)}`;
            const says = expected(act, setting, actor, target);
            const other = target === undefined ? undefined : order.world.presentNamed(target)?.id;
            if (act !== 'join') assert.equal(may(order.world, act, id, room, other), says, why);
            const draft = draftOf(act, order, id, target ?? '');
            if (!draft || (act === 'join' && actor.role !== 'outsider')) continue;
            const verdict = tried(order, sessionOf(actor), draft);
            // Who was never inside may not read the message that it is about.
            const unread = actor.role === 'outsider' && ofMessages.includes(act);
            assert.equal(verdict, unread ? 'no-message' : (says ?? 'entry'), why);
          }
        }
        const seen = seenChannel(order.world, id, '#room') !== undefined;
        assert.equal(seen, expected('see-room', setting, actor, undefined) === undefined);
      }
    });
  }
});
