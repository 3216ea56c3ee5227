import type { Asked, Draft } from '#chat/event.ts';

import { Company } from './middle-company.ts';
import { type Change, SaidModel } from './middle-messages.ts';
import type { Eager, Hearing, Sitting, User } from './middle-words.ts';
import { faultOf, isBoundTo, isRoom, pairOf, same } from './middle-words.ts';

type Came = Asked & { kind: 'came' };

/**
 * What should come of a log, worked out as plainly as can be: who is answered what, and who hears which entry. Knows
 * nothing of batches, stores or indexes, and only plain names: letters and digits, equal when equal in lower case.
 */
export class ReferenceModel extends Company {
  /** By `run-nth`; drafts that are not in the log are not here. */
  readonly outcomes: Map<string, string> = new Map();
  /** All that was said to accounts in private, and changes of it. */
  readonly mail: { readonly seq: number; readonly to: number; readonly kind: string }[] = [];
  readonly messages: SaidModel = new SaidModel();
  /** The users of a session, one after the other, by `run:session`. */
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
      // Before its run began, a draft is not known, and may come again.
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
    if (draft.session === 0) return this.#command(event, seq);
    return asker ? this.#ask(draft, asker, seq) : 'not-here';
  }

  #command(event: Asked, seq: number): string {
    if (event.kind === 'registered') return this.#register(event.name, seq);
    if (event.kind !== 'credential' && event.kind !== 'unregistered') return 'not-here';
    const account = this.accounts.find(({ id }) => id === event.account);
    if (!account) return 'no-user';
    this.show({ seq, rooms: [], kind: event.kind }, account, undefined);
    if (event.kind === 'credential') account.version++;
    else {
      this.accounts = this.accounts.filter((each) => each !== account);
      account.guest = true;
      this.messages.demoted(account);
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
        return this.#join(asker, room, seq);
      case 'left':
        return this.#leave(asker, room, seq);
      case 'topic':
        return this.#setTopic(asker, room, event.text, seq);
      case 'renamed':
        return this.#rename(asker, event.name, seq);
      case 'went':
        return this.#go(asker, seq);
      case 'read':
      case 'level':
        return this.#read(asker, room, 'upto' in event ? event.upto : 0);
      case 'delivered':
        return event.upto > this.#seq ? 'cursor-invalid' : asker.user.guest ? 'unavailable' : 'applied';
      case 'heard':
        return 'applied';
      case 'away':
        this.show({ seq, rooms: asker.user.rooms, kind: 'away' }, asker.user, asker.key);
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
    this.show({ seq, rooms: [], kind: 'registered' }, user, key);
    return `entry ${seq}`;
  }

  #comeAs(draft: Draft, { as, alone }: Came, key: string, asker: Sitting | undefined, seq: number): string {
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
    const wanted = draft.room?.toLowerCase();
    if (wanted !== undefined && !isRoom(wanted)) return 'room-invalid';
    return this.#come(
      { key, run: draft.run, user, alone, hears: new Set(), wants: asker?.wants ?? new Set() },
      wanted,
      asker,
      seq,
    );
  }

  /** `asker`: the guest the session was until now. */
  #come(sitting: Sitting, wanted: string | undefined, asker: Sitting | undefined, seq: number): string {
    const { key, user } = sitting;
    const wasHere = this.isHere(user);
    const joins = wanted !== undefined && !user.rooms.includes(wanted);
    if (asker) this.sittings = this.sittings.filter((each) => each !== asker);
    if (joins) this.#enter(user, wanted, seq);
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

  #join(asker: Sitting, room: string, seq: number): string {
    const wanted = room.toLowerCase();
    if (!isRoom(wanted)) return 'room-invalid';
    asker.wants.add(wanted);
    asker.hears.add(wanted);
    if (asker.user.rooms.includes(wanted)) return 'no-op';
    this.#enter(asker.user, wanted, seq);
    this.show({ seq, rooms: [wanted], kind: 'joined' }, asker.user, asker.key);
    return `entry ${seq}`;
  }

  #enter(user: User, room: string, seq: number): void {
    this.messages.entered(user, room, seq, !this.rooms.has(room));
    if (!this.rooms.has(room)) this.rooms.set(room, seq);
    user.rooms.push(room);
    for (const each of this.sittings) {
      if (each.user === user && (this.eager(each.key) || each.wants.has(room))) each.hears.add(room);
    }
  }

  #leave(asker: Sitting, room: string, seq: number): string {
    const left = room.toLowerCase();
    const outcome = this.#inChannel(asker, left, seq, 'left');
    if (!outcome.startsWith('entry')) return outcome;
    this.messages.left(asker.user, left, seq);
    asker.wants.delete(left);
    asker.user.rooms = asker.user.rooms.filter((each) => each !== left);
    for (const each of this.sittings) if (each.user === asker.user) each.hears.delete(left);
    return outcome;
  }

  #notIn({ user }: Sitting, room: string): string | undefined {
    if (!this.rooms.has(room)) return 'no-room';
    return user.rooms.includes(room) ? undefined : 'not-member';
  }

  /** An entry by a member of a channel. */
  #inChannel(asker: Sitting, room: string, seq: number, kind: string): string {
    const out = this.#notIn(asker, room);
    if (out) return out;
    this.show({ seq, rooms: [room], kind }, asker.user, asker.key);
    return `entry ${seq}`;
  }

  #say(asker: Sitting, room: string, { text, replyTo }: Asked<'message'>, seq: number): string {
    const where = room.toLowerCase();
    const out = this.#notIn(asker, where) ?? this.messages.faultOf(replyTo, where, asker.user);
    if (out) return out;
    this.messages.said(seq, where, asker.user, text);
    return this.#inChannel(asker, where, seq, 'message');
  }

  #setTopic(asker: Sitting, room: string, text: string, seq: number): string {
    const where = room.toLowerCase();
    const same = (this.#topics.get(where) ?? '') === text;
    if (same) return this.#notIn(asker, where) ?? 'no-op';
    const outcome = this.#inChannel(asker, where, seq, 'topic');
    if (outcome.startsWith('entry')) this.#topics.set(where, text);
    return outcome;
  }

  #tell(asker: Sitting, to: string, { text, replyTo }: Asked<'message'>, seq: number): string {
    const other = this.known(to);
    if (!other) return 'no-user';
    if (other === asker.user) return 'to-self';
    const pair = pairOf(asker.user, other);
    const fault = this.messages.faultOf(replyTo, pair, asker.user);
    if (fault) return fault;
    if (!this.rooms.has(pair)) this.rooms.set(pair, seq);
    this.messages.said(seq, pair, asker.user, text, [asker.user, other]);
    return this.#inPrivate(asker, other, { seq, rooms: [pair], kind: 'message' });
  }

  #inPrivate(asker: Sitting, other: User, entry: Omit<Hearing, 'as'>): string {
    const { seq, kind } = entry;
    if (!other.guest) this.mail.push({ seq, to: other.id, kind });
    for (const { key, user } of this.sittings) {
      const as = key === asker.key ? 'answer' : user === asker.user ? 'self' : 'other';
      if (user === asker.user || user === other) this.hear(key, { ...entry, as });
    }
    return `entry ${seq}`;
  }

  #change(asker: Sitting, event: Change, seq: number): string {
    const said = this.messages.change(event, asker.user);
    if (typeof said === 'string') return said;
    const { pair, room } = said;
    const other = pair?.find((user) => user !== asker.user);
    const entry = { seq, rooms: [room], kind: event.kind };
    if (other) return this.#inPrivate(asker, other, entry);
    this.show(entry, asker.user, asker.key);
    return `entry ${seq}`;
  }

  #rename(asker: Sitting, name: string, seq: number): string {
    const { user } = asker;
    const fault = faultOf(name);
    if (fault) return fault;
    if (name === user.name) return 'no-op';
    if (!user.guest) return 'name-fixed';
    const held = same(name, user.name) ? undefined : this.whyNot(name);
    if (held) return held;
    user.name = name;
    this.show({ seq, rooms: user.rooms, kind: 'renamed' }, user, asker.key);
    return `entry ${seq}`;
  }

  #go(asker: Sitting, seq: number): string {
    this.sittings = this.sittings.filter((sitting) => sitting !== asker);
    if (this.isHere(asker.user)) return 'no-op';
    this.show({ seq, rooms: asker.user.rooms, kind: 'went' }, asker.user, undefined);
    return `entry ${seq}`;
  }

  #read(asker: Sitting, room: string, upto: number): string {
    if (upto > this.#seq) return 'cursor-invalid';
    if (room.startsWith('#')) return this.#notIn(asker, room.toLowerCase()) ?? 'applied';
    const other = this.known(room);
    return other && this.rooms.has(pairOf(asker.user, other)) ? 'applied' : 'no-room';
  }
}
