import type { OneSessionRule, Asked } from '#chat/event.ts';

import type { Member, MiddleNode } from './middle-node.ts';
import { type Random, turns } from './middle-random.ts';
import type { Temper } from './middle-recorder.ts';

const names = ['ann', 'ANN', 'bea', 'cleo', 'dora', 'Dora', 'emil', 'self', 'no body'];
const accounts = ['fritz', 'gita', 'Fritz', 'hugo'];
const rooms = ['#one', '#One', '#two', '#three', '#bad name', 'nowhere'];

/** Random actions of people on several nodes, for this many steps. `stalls`: peers sometimes stop reading. */
export async function live(random: Random, nodes: readonly MiddleNode[], steps: number, stalls = false): Promise<void> {
  for (let step = 0; step < steps; step++) {
    const node = random.pick(nodes);
    act(random, node, stalls);
    if (random.chance(0.4)) await turns(random.below(4));
  }
}

function act(random: Random, node: MiddleNode, stalls: boolean): void {
  const here = node.present;
  if (here.length === 0 || random.chance(0.12)) return arrive(random, node, stalls);
  const member = random.pick(here);
  if (random.chance(0.05)) return node.chat.close(member.seat);
  if (random.chance(0.05)) {
    void node.chat.command({ kind: 'registered', name: random.pick([...accounts, ...names]), secret: 'hash' });
    return;
  }
  if (random.chance(0.03)) return command(random, node);
  if (random.chance(0.15)) return administer(random, node);
  if (random.chance(0.08)) return actByGrant(random, node);
  if (node.chat.takes(member.seat)) ask(random, node, member);
}

/** An operator changes a password, or removes an account. */
function command(random: Random, node: MiddleNode): void {
  const account = node.chat.accountNamed(random.pick(accounts))?.id ?? 0;
  void node.chat.command(
    random.chance(0.6) ? { kind: 'credential', account, secret: 'other' } : { kind: 'unregistered', account },
  );
}

const grantHashes = ['a', 'b', 'c'].map((letter) => letter.repeat(64));

/** The holder of a code sends a request to a node. The code may be valid, ended, or unknown. */
function actByGrant(random: Random, { chat }: MiddleNode): void {
  const hash = random.pick(grantHashes);
  const { id: account = 0, version } = chat.accountNamed(random.pick(accounts)) ?? {};
  const room = random.pick(rooms);
  const id = chat.kept.token(hash)?.id ?? 0;
  if (random.chance(0.4)) {
    const purpose = random.pick(['device', 'device', 'bot', 'webhook'] as const);
    const made = { kind: 'tokenMade', purpose, hash, uses: 1, label: 'x', scopes: ['post', 'rooms'] } as const;
    return void chat.command({ ...made, account, version }, room);
  }
  if (random.chance(0.1)) return void chat.command({ kind: 'tokenRevoked', token: id });
  const owner = { id: random.chance(0.9) ? (chat.kept.token(hash)?.owner ?? account) : account, name: '' };
  const times = { until: 0, at: 0, used: 0 };
  const grant = { id, hash, purpose: 'device', account: owner, scopes: [], label: '', ...times } as const;
  const which = random.below(8);
  const event: Asked =
    which < 3
      ? { kind: 'joined' }
      : which < 6
        ? { kind: 'message', text: 'by a grant' }
        : which < 7
          ? { kind: 'left' }
          : { kind: 'loggedOut' };
  void chat.act(grant, { event, room, address: '203.0.113.7' });
}

const policies = ['share', 'share', 'refuse', 'replace'] as const;

function alone(random: Random): OneSessionRule | undefined {
  const policy = random.pick(policies);
  return policy === 'share' ? undefined : { listener: 'listener', policy };
}

function arrive(random: Random, node: MiddleNode, stalls: boolean): void {
  const temper: Temper = {
    shows: random.pick(['all', 'messages']),
    joinable: random.chance(0.7),
    eager: random.chance(0.6),
    ...(stalls && { stalls: random }),
  };
  const member = node.open(temper);
  const room = random.chance(0.5) ? random.pick(rooms) : undefined;
  const account = random.chance(0.5) ? node.chat.accountNamed(random.pick(accounts)) : undefined;
  const as = account
    ? { account: account.id, version: random.chance(0.9) ? account.version : 7 }
    : { guest: random.pick(names) };
  node.ask(member, { kind: 'came', as, oneSession: alone(random) }, room);
}

/** A guest logs in to an account, creates one, or tries to. */
function askForAccount(random: Random, node: MiddleNode, member: Member): void {
  if (random.chance(0.3)) return node.ask(member, { kind: 'registered', name: '', secret: 'hash' });
  const { id: account, version } = node.chat.accountNamed(random.pick(accounts)) ?? { id: 0, version: 0 };
  const as = random.chance(0.8) ? { account, version } : { guest: random.pick(names) };
  node.ask(
    member,
    { kind: 'came', as, oneSession: alone(random) },
    random.chance(0.5) ? random.pick(rooms) : undefined,
  );
}

/** A change of a recent message, or of any entry. */
function change(random: Random, node: MiddleNode): Asked {
  const shown = node.chat.cursor().seq;
  const target = random.chance(0.9) ? Math.max(1, shown - random.below(25)) : random.below(400);
  if (random.chance(0.3)) return { kind: 'edited', target, text: random.pick(['words', 'other words', 'more']) };
  if (random.chance(0.3)) return { kind: 'redacted', target };
  return { kind: 'reacted', target, emoji: random.pick(['+1', '👍']), on: random.chance(0.7) };
}

const roles = ['member', 'voice', 'operator', 'owner'] as const;
const switches = ['secret', 'accounts-only', 'moderated', 'topic-locked'] as const;

/** A user with a role in a room uses it: gives roles, changes settings, renames or closes the room. */
function administer(random: Random, node: MiddleNode): void {
  const { chat } = node;
  const kept = (member: Member): readonly string[] =>
    chat.memberships(member.seat).flatMap(({ name, role }) => (role === 'member' ? [] : [name]));
  const keepers = node.present.filter((member) => chat.takes(member.seat) && kept(member).length > 0);
  if (keepers.length === 0) return;
  const member = random.pick(keepers);
  const room = random.pick(random.chance(0.9) ? kept(member) : rooms);
  const members = chat.members(member.seat, room, 0, 20)?.items.map(({ user }) => user) ?? [];
  const others = members.filter(({ id }) => id !== member.seat.user || random.chance(0.1));
  node.ask(
    member,
    wish(
      random,
      others.map(({ name }) => name),
    ),
    room,
  );
}

function wish(random: Random, members: readonly string[]): Asked {
  const which = random.below(22);
  if (which < 9 && members.length > 0) return { kind: 'role', user: random.pick(members), role: random.pick(roles) };
  if (which < 13) return { kind: 'set', name: random.pick(switches), value: random.pick(['yes', '']) };
  if (which < 15) return { kind: 'set', name: 'key', value: random.pick(['k', '']) };
  if (which < 19) return { kind: 'set', name: 'history', value: random.pick(['all', 'all', '']) };
  if (which < 21) return { kind: 'roomNamed', name: random.pick([...rooms, '#four']) };
  return { kind: 'closed' };
}

function ask(random: Random, node: MiddleNode, member: Member): void {
  const room = random.pick(rooms);
  const replyTo = random.chance(0.1) ? Math.max(1, node.chat.cursor().seq - random.below(9)) : undefined;
  const said: Asked = { kind: 'message', text: random.chance(0.02) ? 'x'.repeat(17_000) : 'words', replyTo };
  const which = random.below(28);
  if (which < 8) node.ask(member, said, room);
  else if (which < 12) node.ask(member, { kind: 'joined', key: random.chance(0.5) ? 'k' : undefined }, room);
  else if (which < 14) node.ask(member, { kind: 'left' }, room);
  else if (which < 16) node.ask(member, said, random.pick([...names, ...accounts]));
  else if (which < 17) node.ask(member, { kind: 'renamed', name: random.pick([...names, ...accounts]) });
  else if (which < 18) node.ask(member, { kind: 'read', upto: random.below(400) }, random.pick([...rooms, 'ann']));
  else if (which < 19) askForAccount(random, node, member);
  else if (which < 20) node.ask(member, { kind: 'topic', text: random.pick(['tea', 'coffee', '']) }, room);
  else if (which < 21) node.ask(member, { kind: 'away', text: random.pick(['', 'tea']) });
  else if (which < 22) node.ask(member, { kind: 'level', level: random.pick(['all', 'mentions', 'nothing']) }, room);
  else if (which < 23) node.ask(member, { kind: 'read', upto: random.below(200), back: true }, room);
  else if (which < 27) node.ask(member, change(random, node));
  else node.ask(member, { kind: 'joined' }, random.pick(['#one', '#two']));
}
