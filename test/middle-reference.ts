import type { Asked, Draft } from '#chat/event.ts';

import { Company } from './middle-company.ts';
import type { Change } from './middle-messages.ts';
import type { Eager, Sitting } from './middle-words.ts';
import type { Administration, Room } from './middle-rooms.ts';
import { isBoundTo, pairOf } from './middle-words.ts';

type Came = Asked & { kind: 'came' };

/**
 * A simple reference for the results of a log: the answer to each draft, and who hears which entry. It has no batches,
 * stores or indexes, and only plain names: letters and digits, equal if equal in lower case.
 */
export class ReferenceModel extends Company {
  /** By `run-nth`; only drafts in the log. */
  readonly outcomes: Map<string, string> = new Map();
  /** The successive users of a session, by `run:session`. */
  readonly users: Map<string, number[]> = new Map();
  #epoch = '';
  #seq = 0;
  #runs: { runId: string; node: string }[] = [];
  readonly #topics = new Map<string, string>();

  constructor(log: readonly Draft[], eager: Eager) {
    super(eager);
    for (const draft of log) this.#take(draft);
  }

  #take(draft: Draft): void {
    const seq = this.#seq + 1;
    const id = `${draft.run}-${draft.nth}`;
    if (!this.outcomes.has(id)) {
      const outcome = this.#judge(draft, seq);
      // A draft before the beginning of its run is ignored, and may be repeated.
      if (outcome !== 'not-here' || this.#runs.some(({ runId }) => runId === draft.run)) this.outcomes.set(id, outcome);
    }
    this.#seq = seq;
  }

  #judge(draft: Draft, seq: number): string {
    const { event } = draft;
    if (event.kind === 'founded') {
      if (this.#epoch !== '') return 'unavailable';
      this.#epoch = event.epoch;
      return `entry ${seq}`;
    }
    if (event.kind === 'began') return this.#begin(draft.run, event, seq);
    if (!this.#runs.some(({ runId }) => runId === draft.run)) return 'not-here';
    const key = `${draft.run}:${draft.session}`;
    const asker = this.sittings.find((sitting) => sitting.key === key);
    if (event.kind === 'came') return this.#comeAs(draft, event, key, asker, seq);
    if (event.kind === 'moved') {
      const isIn = this.sittings.some((sitting) => sitting.key === `${draft.run}:${event.session}`);
      return isIn && !asker ? 'applied' : 'unavailable';
    }
    if (draft.as) {
      const actor = this.grants.asker(draft);
      return typeof actor === 'string' ? actor : this.#led(draft, actor, seq);
    }
    if (draft.session === 0) return this.#command(draft, seq);
    return asker ? this.#led(draft, asker, seq) : 'not-here';
  }

  /** Who uses the old name of its own channel is told the new one, unless a channel that it may see has the old one. */
  #led(draft: Draft, asker: Sitting, seq: number): string {
    const told = this.#ask(draft, asker, seq);
    return told === 'no-room' && this.channels.isFormer(draft.room ?? '', asker.user) ? 'room-renamed' : told;
  }

  #command({ event, room = '' }: Draft, seq: number): string {
    this.grants.command(event, room, seq, this.accounts);
    if (event.kind === 'registered') return this.#register(event.name, seq);
    if (event.kind !== 'credential' && event.kind !== 'unregistered') return 'not-here';
    const account = this.accounts.find(({ id }) => id === event.account);
    if (!account) return 'no-user';
    this.show({ seq, rooms: [], kind: event.kind }, account, undefined);
    this.grants.changed(account, event.kind);
    if (event.kind === 'credential') account.version++;
    else {
      this.accounts = this.accounts.filter((each) => each !== account);
      account.guest = true;
      this.channels.demoted(account);
      if (!this.isHere(account)) this.channels.gone([account]);
    }
    return `entry ${seq}`;
  }

  #ask({ event, room = '' }: Draft, asker: Sitting, seq: number): string {
    switch (event.kind) {
      case 'message':
        if (event.text.length > 16_384) return 'text-long';
        return room.startsWith('#') ? this.#say(asker, room, event, seq) : this.#tell(asker, room, event, seq);
      case 'edited':
      case 'redacted':
      case 'reacted':
        return this.#change(asker, event, seq);
      case 'joined':
        return this.#join(asker, room, event.key, seq);
      case 'role':
      case 'set':
      case 'roomNamed':
      case 'closed':
        return this.#administer(asker, event, this.channels.named(room), seq);
      case 'left':
        return this.#leave(asker, room, seq);
      case 'topic':
        return this.#setTopic(asker, room, event.text, seq);
      case 'renamed':
        return this.rename(asker, event.name, seq);
      case 'went':
        return this.#go(asker, seq);
      case 'read':
      case 'level':
        return this.#read(asker, room, 'upto' in event ? event.upto : 0);
      case 'delivered':
        return event.upto > this.#seq ? 'cursor-invalid' : asker.user.guest ? 'unavailable' : 'applied';
      case 'loggedOut':
      case 'heard':
        if (event.kind === 'loggedOut') this.grants.changed(asker.user, 'loggedOut');
        return 'applied';
      case 'away':
        this.show({ seq, rooms: this.shownAway(asker.user, event.text), kind: 'away' }, asker.user, asker.key);
        return `entry ${seq}`;
      case 'registered':
        return this.#keepName(asker, seq);
      default:
        throw new Error(`${event.kind} is not asked like this`);
    }
  }

  #begin(runId: string, { node, ends }: Asked & { kind: 'began' }, seq: number): string {
    if (this.#runs.find((run) => run.node === node)?.runId !== ends) return 'unavailable';
    const old = new Set(this.#runs.filter((run) => run.node === node).map((run) => run.runId));
    const ending = this.sittings.filter(({ run }) => old.has(run));
    this.sittings = this.sittings.filter(({ run }) => !old.has(run));
    const ended = new Set(ending.map(({ user }) => user).filter((user) => !this.isHere(user)));
    this.#runs = [...this.#runs.filter((run) => run.node !== node), { runId, node }];
    const rooms = new Set([...ended].flatMap((user) => user.rooms));
    this.show({ seq, rooms: [...rooms], kind: 'began' }, undefined, undefined);
    this.channels.gone([...ended].filter(({ guest }) => guest));
    return `entry ${seq}`;
  }

  #register(name: string, seq: number): string {
    const held = this.whyNot(name);
    if (held) return held;
    this.accounts.push({ id: seq, name, version: 1, guest: false, rooms: [] });
    return `entry ${seq}`;
  }

  #keepName({ key, user }: Sitting, seq: number): string {
    if (!user.guest) return 'registered-already';
    this.accounts.push(Object.assign(user, { guest: false, version: 1 }));
    this.show({ seq, rooms: user.rooms, kind: 'registered' }, user, key);
    return `entry ${seq}`;
  }

  #comeAs(draft: Draft, { as, oneSession: alone }: Came, key: string, asker: Sitting | undefined, seq: number): string {
    if (asker && (!asker.user.guest || 'guest' in as)) return 'here-already';
    const held = 'guest' in as ? this.whyNot(as.guest) : undefined;
    if (held) return held;
    const user =
      'guest' in as
        ? { id: seq, name: as.guest, version: 0, guest: true, rooms: [] }
        : this.accounts.find(({ id, version }) => id === as.account && as.version === version);
    if (!user) return 'credential-stale';
    const bound = this.sittings.some((each) => each.user === user && isBoundTo(each.alone, alone));
    if (bound && alone?.policy === 'refuse') return 'account-in-use';
    const wanted = draft.room;
    if (wanted !== undefined) {
      const shut = this.whyShut(user, wanted, undefined);
      if (shut) return shut;
    }
    const sitting: Sitting = { key, run: draft.run, user, alone, hears: new Set(), wants: asker?.wants ?? new Set() };
    return this.#come(sitting, wanted, asker, seq);
  }

  /** `asker`: the guest the session was until now. */
  #come(sitting: Sitting, name: string | undefined, asker: Sitting | undefined, seq: number): string {
    const { key, user } = sitting;
    const wasHere = this.isHere(user);
    const joins = name !== undefined && !user.rooms.includes(this.keyOf(name, seq));
    if (asker) this.sittings = this.sittings.filter((each) => each !== asker);
    if (asker?.user.guest && !this.isHere(asker.user)) this.channels.gone([asker.user]);
    if (joins) this.enter(user, name, seq);
    const wanted = name === undefined ? undefined : this.keyOf(name, seq);
    const eager = this.eager(key);
    if (wanted !== undefined) sitting.wants.add(wanted);
    sitting.hears = new Set(user.rooms.filter((room) => eager || sitting.wants.has(room)));
    this.sittings.push(sitting);
    if (!asker) this.heard.set(key, []);
    this.users.set(key, [...(this.users.get(key) ?? []), user.id]);
    if (wasHere && !joins && !asker) return 'no-op';
    const rooms = wasHere ? (wanted === undefined ? [] : [wanted]) : user.rooms;
    this.show({ seq, rooms: [...new Set([...(asker?.user.rooms ?? []), ...rooms])], kind: 'came' }, user, key);
    return `entry ${seq}`;
  }

  #join(asker: Sitting, name: string, key: string | undefined, seq: number): string {
    const shut = this.whyShut(asker.user, name, key);
    if (shut) return shut;
    const wanted = this.keyOf(name, seq);
    asker.wants.add(wanted);
    asker.hears.add(wanted);
    if (asker.user.rooms.includes(wanted)) return 'no-op';
    this.enter(asker.user, name, seq);
    this.show({ seq, rooms: [wanted], kind: 'joined' }, asker.user, asker.key);
    return `entry ${seq}`;
  }

  /** A role, a setting, another name, or the end of a room. */
  #administer(asker: Sitting, event: Administration, room: Room | undefined, seq: number): string {
    const { user } = asker;
    const members = [...(room?.members.keys() ?? [])];
    const other = event.kind === 'role' ? this.known(event.user) : undefined;
    const code = this.channels.administer(event, room, user, other);
    if (code || !room) return code ?? 'no-room';
    this.show({ seq, rooms: [room.key], kind: event.kind }, user, asker.key, { target: other, members });
    if (event.kind === 'closed') this.grants.closed(room.key);
    if (event.kind === 'closed') for (const member of members) this.leaves(member, room, seq);
    return `entry ${seq}`;
  }

  #leave(asker: Sitting, name: string, seq: number): string {
    const room = this.channels.named(name);
    const outcome = this.#inChannel(asker, room, seq, 'left');
    if (!room || !outcome.startsWith('entry')) return outcome;
    this.channels.left(asker.user, room);
    asker.wants.delete(room.key);
    this.leaves(asker.user, room, seq);
    return outcome;
  }

  /** An entry by a member of a channel. */
  #inChannel(asker: Sitting, room: Room | undefined, seq: number, kind: string): string {
    const out = this.channels.notIn(room, asker.user);
    if (out || !room) return out ?? 'no-room';
    this.show({ seq, rooms: [room.key], kind }, asker.user, asker.key);
    return `entry ${seq}`;
  }

  #say(asker: Sitting, name: string, { text, replyTo }: Asked<'message'>, seq: number): string {
    const { user } = asker;
    const room = this.channels.named(name);
    const out = this.channels.notIn(room, user);
    if (out || !room) return out ?? 'no-room';
    if (this.channels.isSilent(room, user)) return 'moderated';
    const fault = this.messages.faultOf(replyTo, room.key, user);
    if (fault) return fault;
    this.messages.said(seq, room.key, user, text);
    return this.#inChannel(asker, room, seq, 'message');
  }

  #setTopic(asker: Sitting, name: string, text: string, seq: number): string {
    const room = this.channels.named(name);
    const out = this.channels.notIn(room, asker.user) ?? (room && this.channels.whyNoTopic(room, asker.user));
    if (out || !room) return out ?? 'no-room';
    if ((this.#topics.get(room.key) ?? '') === text) return 'no-op';
    this.#topics.set(room.key, text);
    return this.#inChannel(asker, room, seq, 'topic');
  }

  #tell(asker: Sitting, to: string, { text, replyTo }: Asked<'message'>, seq: number): string {
    const other = this.known(to);
    if (!other) return 'no-user';
    if (other === asker.user) return 'to-self';
    const pair = pairOf(asker.user, other);
    const fault = this.messages.faultOf(replyTo, pair, asker.user);
    if (fault) return fault;
    this.pairs.add(pair);
    this.messages.said(seq, pair, asker.user, text, [asker.user, other]);
    return this.inPrivate(asker, other, { seq, rooms: [pair], kind: 'message' });
  }

  #change(asker: Sitting, event: Change, seq: number): string {
    const said = this.messages.change(event, asker.user);
    if (typeof said === 'string') return said;
    const other = said.pair?.find((user) => user !== asker.user);
    const entry = { seq, rooms: [said.room], kind: event.kind };
    if (other) return this.inPrivate(asker, other, entry);
    this.show(entry, asker.user, asker.key);
    return `entry ${seq}`;
  }

  #go(asker: Sitting, seq: number): string {
    this.sittings = this.sittings.filter((sitting) => sitting !== asker);
    if (this.isHere(asker.user)) return 'no-op';
    this.show({ seq, rooms: asker.user.rooms, kind: 'went' }, asker.user, undefined);
    if (asker.user.guest) this.channels.gone([asker.user]);
    return `entry ${seq}`;
  }

  #read(asker: Sitting, room: string, upto: number): string {
    if (upto > this.#seq) return 'cursor-invalid';
    if (room.startsWith('#')) return this.channels.notIn(this.channels.named(room), asker.user) ?? 'applied';
    const other = this.known(room);
    return other && this.pairs.has(pairOf(asker.user, other)) ? 'applied' : 'no-room';
  }
}
