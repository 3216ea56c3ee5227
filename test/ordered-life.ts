import type { Asked, Entry, Identity } from '#chat/event.ts';
import { listNames } from '#chat/rights/moderation-lists.ts';
import { roles } from '#chat/rights/rights.ts';

import type { Member, MiddleNode } from './middle-node.ts';
import { type Random, turns } from './middle-random.ts';
import type { Temper } from './middle-recorder.ts';
import type { Read } from './ordered-oracle.ts';
import { askRest, commandRest } from './ordered-rest.ts';

const guests = ['ann', 'bea', 'cleo', 'dora', 'emil', 'finn', 'iris', 'jon'];
const accounts = ['fritz', 'gita', 'hugo'];
const people = [...guests, ...accounts];
const rooms = ['#one', '#two', '#three', '#lobby'];
const addresses = ['a'.repeat(32), 'b'.repeat(32)];
/** Hashes of codes: few, so that several people on several nodes try the same one. */
const codes = ['1', '2', '3', '4'].map((digit) => digit.repeat(64));
/** The same of tokens of guests, who come back by them. */
const tokens = ['5', '6', '7', '8'].map((digit) => digit.repeat(64));
const cast = { people, accounts, rooms, codes };
const masks = ['ann', 'b*', '?ora', '*', 'account:fritz', 'account:gita', 'address:ann', 'address:hugo', 'cleo'];
const settings = [
  ['secret', 'yes'], ['secret', ''], ['invite-only', 'yes'], ['invite-only', ''], ['moderated', 'yes'], ['moderated', ''],
  ['accounts-only', ''], ['accounts-only', 'yes'], ['history', 'all'], ['history', ''], ['key', 'sesame'], ['key', ''],
  ['limit', '3'], ['limit', ''], ['topic-locked', 'yes'], ['slow', '2'], ['slow', ''],
] as const; // prettier-ignore

/** Random actions of people and operators on several nodes, with all means of moderation; and what they read. */
export async function liveInOrder(
  random: Random,
  nodes: readonly MiddleNode[],
  steps: number,
): Promise<readonly Read[]> {
  const reads: Read[] = [];
  for (let step = 0; step < steps; step++) {
    const node = random.pick(nodes);
    act(random, node, reads);
    if (random.chance(0.5)) await turns(random.below(4));
  }
  return reads;
}

/** Makes the accounts; the last one is the owner of the server. */
export async function found(node: MiddleNode): Promise<void> {
  for (const name of accounts) await node.chat.command({ kind: 'registered', name, secret: 'hash' });
  await node.chat.command({ kind: 'serverRole', user: 'hugo', role: 'owner' });
}

function act(random: Random, node: MiddleNode, reads: Read[]): void {
  const here = node.present;
  if (here.length < 3 || random.chance(0.1)) return arrive(random, node);
  const member = random.pick(here);
  // Whose login was refused does nothing more.
  if (random.chance(member.seat.user === 0 ? 0.5 : 0.03))
    return random.chance(0.2) ? node.chat.logOut(member.seat) : node.chat.close(member.seat);
  if (random.chance(0.1)) {
    const room = random.chance(0.6) ? random.pick(rooms) : undefined;
    void node.chat.command(takingBack(random, node, room) ?? keepOrder(random), room);
    return;
  }
  if (random.chance(0.04)) return commandRest(random, node, cast);
  if (random.chance(0.2)) return read(random, node, member, reads);
  if (random.chance(0.1) && node.chat.takes(member.seat)) return askRest(random, node, member, cast);
  const room = random.chance(0.85) ? random.pick(rooms) : undefined;
  if (node.chat.takes(member.seat)) node.ask(member, ask(random, messageFor(random, node, member, room)), room);
}

function arrive(random: Random, node: MiddleNode): void {
  const temper: Temper = {
    shows: random.pick(['all', 'all', 'messages']),
    joinable: random.chance(0.7),
    eager: random.chance(0.7),
  };
  const member = node.open(temper);
  const account = random.chance(0.7) ? node.chat.accountNamed(random.pick(people)) : undefined;
  const as = account ? { account: account.id, version: account.version } : aGuest(random);
  node.ask(
    member,
    { kind: 'came', as, address: random.chance(0.7) ? random.pick(addresses) : undefined },
    random.chance(0.6) ? random.pick(rooms) : undefined,
  );
}

function aGuest(random: Random): Identity {
  const token = (): string | undefined => (random.chance(0.7) ? random.pick(tokens) : undefined);
  return { guest: random.pick(guests), token: token(), former: token() };
}

/** Now and then, a row of a list goes again. */
function takingBack(random: Random, { chat }: MiddleNode, room: string | undefined): Asked | undefined {
  const list = random.pick(listNames);
  const rows = random.chance(0.3) ? chat.lists(undefined, list, room) : [];
  return typeof rows === 'string' || rows.length === 0
    ? undefined
    : { kind: 'unlisted', list, mask: random.pick(rows).mask };
}

/** Actions of operators, which everybody may try. */
function keepOrder(random: Random): Asked {
  const [list, mask, user] = [random.pick(listNames), random.pick(masks), random.pick(people)];
  const until = random.chance(0.5) ? random.pick([2000, 100_000]) : undefined;
  const [name, value] = random.pick(settings);
  switch (random.below(14)) {
    case 10:
    case 11:
    case 12:
      return {
        kind: 'tokenMade',
        purpose: random.pick(['invite-room', 'invite-server']),
        hash: random.pick(codes),
        uses: random.pick([1, 2]),
      };
    case 0:
    case 1:
      return { kind: 'listed', list, mask, until, kick: random.chance(0.5) ? true : undefined, reason: 'noise' };
    case 2:
    case 3:
      return { kind: 'unlisted', list, mask };
    case 4:
      return { kind: 'kicked', user, reason: random.chance(0.5) ? 'enough' : undefined };
    case 5:
      return { kind: 'invited', user, until };
    case 6:
    case 7:
      return { kind: 'role', user, role: random.pick(roles) };
    case 8:
      return random.chance(0.2) ? { kind: 'closed' } : { kind: 'roomNamed', name: random.pick(['#four', ...rooms]) };
    default:
      return { kind: 'set', name, value };
  }
}

/** Often one that it has said itself. */
function messageFor(random: Random, { chat }: MiddleNode, { seat }: Member, room = ''): number {
  const said = chat.history(seat, { room, limit: 20 });
  const own =
    typeof said === 'string' ? [] : said.filter(({ from, event }) => from.id === seat.user && event.kind === 'message');
  const [entry] = own.length > 0 && random.chance(0.7) ? [random.pick(own)] : [];
  return entry?.seq ?? 1 + random.below(300);
}

function ask(random: Random, target: number): Asked {
  const which = random.below(20);
  if (which < 7) return { kind: 'message', text: random.pick(['words', '@ann come', '@all look']) };
  if (which < 11)
    return random.chance(0.3)
      ? { kind: 'joined', code: random.pick(codes) }
      : { kind: 'joined', key: random.chance(0.5) ? 'sesame' : undefined };
  if (which < 12) return { kind: 'left' };
  if (which < 13 && random.chance(0.4))
    return { kind: 'registered', name: '', secret: 'hash', code: random.pick(codes) };
  if (which < 13) return { kind: 'renamed', name: random.pick(guests) };
  if (which < 14) return { kind: 'edited', target, text: 'other words' };
  if (which < 15)
    return random.chance(0.5) ? { kind: 'redacted', target } : { kind: 'reacted', target, emoji: '👍', on: true };
  return keepOrder(random);
}

/** In one of the ways there are, and writes down which entries of which rooms it was given. */
function read(random: Random, node: MiddleNode, member: Member, reads: Read[]): void {
  const { chat } = node;
  const { seat } = member;
  const room = random.pick([...rooms, '#four']);
  const note = (entries: readonly Entry[], named: readonly string[] = []): void => {
    // An edit contains the text of its message, so both are read together.
    const seqs = entries.flatMap(({ seq, event }) =>
      event.kind === 'edited' && event.text !== '' ? [seq, event.target] : [seq],
    );
    reads.push({ user: seat.user, at: node.shown, seqs, named });
  };
  if (seat.user === 0) return;
  switch (random.below(5)) {
    case 0: {
      const entries = chat.history(seat, { room, limit: 50 });
      return note(typeof entries === 'string' ? [] : entries);
    }
    case 1: {
      const window = chat.window(seat, room, { limit: 50 });
      return note(typeof window === 'string' ? [] : window.messages.map(({ entry }) => entry));
    }
    case 2: {
      const entry = chat.entry(seat, 1 + random.below(300));
      return note(entry ? [entry] : []);
    }
    case 3:
      return note([], chat.members(seat, room, 0, 50) ? [room] : []);
    default:
      return note(
        chat.latest(seat, room, 50),
        chat.rooms(seat, 0, 50).items.map(({ room: { name } }) => name),
      );
  }
}
