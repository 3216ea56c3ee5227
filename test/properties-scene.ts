import type { Bus } from '#chat/ports.ts';
import type { Asked, Draft } from '#chat/event.ts';
import type { HeardRoom } from '#chat/events/personal-events.ts';
import { HandBus } from '#chat/hub/hand-bus.suite.ts';
import type { LiveWorld } from '#chat/order/live-world.ts';
import fc from 'fast-check';

import { MiddleNode, type Member, type OpenedStore, turnClock } from './middle-node.ts';

/** Something that somebody does. `who` and `what` are small numbers, so that people meet. */
export interface Deed {
  readonly who: number;
  readonly deed: (typeof deeds | typeof personalDeeds | typeof serverDeeds)[number];
  readonly what: number;
  /** A batch ends behind it. */
  readonly cut: boolean;
}

const deeds = [
  'come', 'enter', 'login', 'enter as account', 'post', 'post', 'post', 'join', 'join', 'leave', 'tell', 'rename', 'read', 'go', 'edit', 'remove', 'react', 'answer', 'give', 'set room', 'name room', 'close',
] as const; // prettier-ignore

/** What changes what is unread for somebody, and what users keep for themselves. */
const personalDeeds = [
  'mention', 'mention', 'redact', 'redact', 'read back', 'read all', 'heard', 'ignore', 'hear', 'away', 'level',
] as const; // prettier-ignore

/** Most of it is talk. */
const talk = ['post', 'post', 'post', 'post', 'tell', 'tell', 'enter', 'enter as account'] as const;
/** What the reference model does not know. */
const serverDeeds = [
  'set', 'serve', 'make a code', 'spend a code', 'act', 'act', 'act', 'act', 'enter by a grant', 'end a grant',
] as const; // prettier-ignore

const people = 6;
const rooms = ['#one', '#two', '#ONE'];
const names = ['ann', 'bea', 'ANN', 'carl'];
const makers = ['anyone', 'accounts', 'operators', ''];
/** Of a code. */
const hashOf = (what: number): string => `${what}`.repeat(64);
/** Of the code of a grant. */
const grantHash = (what: number): string => `a${what}`.repeat(32);

/** A grant for one of the two accounts. */
function grantMade(who: number, what: number, room: string): [Asked, string] {
  const purpose = (['device', 'device', 'device', 'bot', 'webhook'] as const)[(who + what) % 5] ?? 'device';
  const made = { kind: 'tokenMade', purpose, hash: grantHash(what), uses: 1, label: 'x' } as const;
  return [{ ...made, account: 3 + (what % 2), version: 1, scopes: ['post', 'rooms'] }, room];
}

const scenesOf = (all: readonly Deed['deed'][], length: fc.ArrayConstraints): fc.Arbitrary<readonly Deed[]> =>
  fc.array(
    fc.record(
      { who: fc.nat(people - 1), deed: fc.constantFrom(...all), what: fc.nat(3), cut: fc.boolean() },
      { noNullPrototype: true },
    ),
    length,
  );

/** What people do in one run, from nothing on. */
export const scenes: fc.Arbitrary<readonly Deed[]> = scenesOf(deeds, { maxLength: 60 });

/** The same, and what changes counts. */
export const countingScenes: fc.Arbitrary<readonly Deed[]> = scenesOf([...deeds, ...talk, ...personalDeeds], {
  minLength: 40,
  maxLength: 120,
  size: 'max',
});
/** The same, and what owners of the server and invited guests do. */
export const scenesWithOwners: fc.Arbitrary<readonly Deed[]> = scenesOf([...deeds, ...serverDeeds], {
  maxLength: 60,
});

/** One node whose batches end where the scene says. */
export class Scene {
  readonly node: MiddleNode;
  readonly log: Draft[] = [];
  readonly #bus = new HandBus();
  readonly #people: (Member | undefined)[] = [];

  /** The last message of each user. */
  readonly #said = new Map<number, number>();

  constructor({ store }: OpenedStore) {
    this.node = new MiddleNode('node', 'run1', store, this.#bus, turnClock());
    this.node.chat.watch(({ seq, from, event }) => void (event.kind === 'message' && this.#said.set(from.id, seq)));
  }

  async play(scene: readonly Deed[]): Promise<void> {
    const begun = this.node.chat.begin();
    await this.#deliver();
    await Promise.resolve();
    await this.#deliver();
    await begun;
    for (const name of ['dora', 'emil']) void this.node.chat.command({ kind: 'registered', name, secret: 'hash' });
    await this.#deliver();
    for (const deed of scene) {
      this.#do(deed);
      if (deed.cut) await this.#deliver();
    }
    const closed = this.node.chat.closeAll();
    await this.#deliver();
    await closed;
    await this.node.chat.stop();
  }

  async #deliver(): Promise<void> {
    this.log.push(...this.#bus.published);
    await this.#bus.deliver();
  }

  #do({ who, deed, what }: Deed): void {
    const { chat } = this.node;
    const room = rooms[what % rooms.length] ?? '';
    const name = names[what % names.length] ?? '';
    const member = this.#people[who];
    if (!member || member.seat.closing) return this.#arrive(who, deed, what);
    if (deed === 'go') return chat.close(member.seat);
    if (deed === 'serve') {
      const role = (['operator', 'owner', 'owner', 'none'] as const)[what] ?? 'none';
      return void chat.command({ kind: 'serverRole', user: who % 2 === 0 ? 'dora' : 'emil', role });
    }
    if (deed === 'make a code') {
      const purpose = what === 3 ? 'invite-room' : 'invite-server';
      return void chat.command({ kind: 'tokenMade', purpose, hash: hashOf(what), uses: 1 + (who % 2) }, room);
    }
    if (deed === 'act' || deed === 'end a grant') return void this.#act(deed, who, what);
    if (!chat.takes(member.seat)) return;
    const asks: Partial<Record<Deed['deed'], readonly [Asked, string]>> = {
      post: [{ kind: 'message', text: `${who}` }, room],
      join: [{ kind: 'joined' }, room],
      leave: [{ kind: 'left' }, room],
      tell: [{ kind: 'message', text: 'psst' }, what === 3 ? 'dora' : name],
      rename: [{ kind: 'renamed', name }, ''],
      give: [{ kind: 'role', user: name, role: what < 2 ? 'owner' : 'operator' }, room],
      'set room': [{ kind: 'set', name: what < 2 ? 'secret' : 'key', value: what % 2 === 0 ? 'yes' : '' }, room],
      'name room': [{ kind: 'roomNamed', name: what === 3 ? '#three' : '#two' }, room],
      close: [{ kind: 'closed' }, room],
      read: [{ kind: 'read', upto: 4 + what }, room],
      edit: [{ kind: 'edited', target: this.#lately(what), text: `${what}` }, room],
      remove: [{ kind: 'redacted', target: this.#lately(what) }, room],
      react: [{ kind: 'reacted', target: this.#lately(what), emoji: '+1', on: what !== 3 }, room],
      set: [{ kind: 'setting', name: 'room-creation', value: makers[what] ?? '' }, ''],
      'spend a code': [
        what === 3
          ? { kind: 'joined', code: hashOf(what) }
          : { kind: 'registered', name: '', secret: 'hash', code: hashOf(what) },
        room,
      ],
      answer: [{ kind: 'message', text: '@ann', replyTo: this.#lately(what), style: 'action' }, room],
      mention: [{ kind: 'message', text: `@${name} @dora` }, room],
      redact: [{ kind: 'redacted', target: this.#lastSaid(member) }, ''],
      'read back': [{ kind: 'read', upto: 4 + 2 * what, back: true }, what === 3 ? 'dora' : room],
      'read all': [{ kind: 'read', upto: chat.cursor().seq }, what === 3 ? 'dora' : room],
      heard: [{ kind: 'heard', rooms: this.#heardBy(member, what), upto: chat.cursor().seq }, ''],
      ignore: [{ kind: 'ignored', name, on: true }, ''],
      hear: [{ kind: 'ignored', name, on: false }, ''],
      away: [{ kind: 'away', text: 'x'.repeat(what) }, ''],
      level: [{ kind: 'level', level: 'mentions' }, room],
    };
    const [event, where] = asks[deed] ?? [{ kind: 'came', as: { guest: name } }, room];
    this.node.ask(member, event, where);
  }

  /** By a grant for one of the two accounts, made for it if there is none with that code. */
  #act(deed: 'act' | 'end a grant', who: number, what: number): void {
    const { chat } = this.node;
    const id = chat.kept.token(grantHash(what))?.id ?? 0;
    const room = rooms[who % rooms.length] ?? '';
    if (deed === 'act') void chat.command(...grantMade(who, what, room));
    const acts: readonly Asked[] = [
      { kind: 'joined' },
      { kind: 'message', text: '@ann by a grant' },
      { kind: 'joined' },
      { kind: 'left' },
      { kind: 'reacted', target: this.#lately(what), emoji: '+1', on: true },
      { kind: 'role', user: 'ann', role: 'operator' },
      { kind: 'read', upto: 4 + what },
    ];
    const ends: readonly Asked[] = [
      { kind: 'tokenRevoked', token: id },
      { kind: 'loggedOut' },
      { kind: 'used', grant: grantHash(what) },
      { kind: 'credential', account: 3 + (what % 2), secret: 'other' },
    ];
    const event = deed === 'act' ? acts[(who + what) % acts.length] : ends[who % ends.length];
    if (!event) return;
    if (event.kind === 'used' || event.kind === 'credential') return void chat.command(event);
    const account = { id: 3 + (what % 2), name: 'dora' };
    const times = { until: 0, at: 0, used: 0 };
    const grant = { id, hash: grantHash(what), purpose: 'device', account, scopes: [], label: '', ...times } as const;
    void chat.act(grant, { event, room, address: '203.0.113.7' });
  }

  /** Its first place with a count, heard for some time. */
  #heardBy({ seat }: Member, what: number): readonly HeardRoom[] {
    const room = this.node.chat.unread(seat)[0]?.room.id ?? 0;
    return [{ room, since: this.node.chat.cursor().seq - 3 * what }];
  }

  /** Often it is a message. */
  #lately(what: number): number {
    return this.node.chat.cursor().seq - what;
  }

  /** A message of the user itself; 0 if there is none. */
  #lastSaid({ seat }: Member): number {
    return this.#said.get(seat.user) ?? 0;
  }

  #arrive(who: number, deed: Deed['deed'], what: number): void {
    const member = this.node.open({
      shows: what === 2 ? 'messages' : 'all',
      joinable: who !== 1,
      eager: who % 2 === 0,
    });
    this.#people[who] = member;
    const account = deed === 'login' || deed === 'enter as account';
    const device = deed === 'enter by a grant' ? grantHash(what) : undefined;
    const isAccount = account || device !== undefined;
    const as = isAccount
      ? { account: 3 + (what % 2), version: 1, device }
      : { guest: names[what % names.length] ?? '' };
    const enters = deed !== 'come' && deed !== 'login';
    const earlier = this.#people[(who + 1) % this.#people.length];
    const address = what === 0 ? undefined : hashOf(what);
    // Its link takes the other session to its own address, and then logs in nevertheless.
    if (earlier && earlier !== member && what % 2 === 0)
      this.node.ask(member, { kind: 'moved', session: earlier.seat.id, address });
    this.node.ask(member, { kind: 'came', as, address }, enters ? (rooms[who % rooms.length] ?? '') : undefined);
  }
}

/** Hands over a log as it crossed a wire, in batches of these sizes, over and over. */
export function replayBus(log: readonly Draft[], sizes: readonly number[]): Bus {
  return {
    whenReady: (publish) => publish(),
    publish: () => undefined,
    async follow(after, apply) {
      for (let [at, turn] = [after, 0]; at < log.length; turn++) {
        const size = sizes[turn % sizes.length] ?? 1;
        const batch = log
          .slice(at, at + size)
          .map((draft, index) => ({ place: at + index + 1, drafts: [wired(draft)] }));
        await apply(batch);
        at += size;
      }
    },
  };
}

function wired({ run, nth, settledUpto, session, room, via, at, once, as, event }: Draft): Draft {
  const read: Draft = JSON.parse(JSON.stringify({ run, nth, settledUpto, session, room, via, at, once, as, event }));
  return read;
}

/** All that a world holds. */
export function dumpWorld(world: LiveWorld): unknown {
  const users = [...world.users.values()].map(
    ({ id, name, key, guest, sessions, rooms: of, bound = [], addresses = [] }) => {
      const bindings = bound.map((each) => `${each.run}:${each.session} ${each.listener}`).sort();
      return {
        id,
        name,
        key,
        guest,
        sessions,
        rooms: of.map((room) => `${room.id} ${room.name} ${room.role}`),
        bindings,
        addresses: addresses.toSorted(),
      };
    },
  );
  const runs = [...world.runs.values()].map(({ id, runId, node, judged, sessions, addresses }) => {
    const here = [...sessions].map(([session, user]) => `${session}: ${user.id} ${addresses.get(session)}`).sort();
    return { id, runId, node, upto: judged.upto, beyond: [...judged.beyond].sort(), here };
  });
  const names = [...world.names].map(([key, { id }]) => `${key}: ${id}`).sort();
  return { ...world.place(), set: world.set, users: users.sort((one, other) => one.id - other.id), runs, names };
}
