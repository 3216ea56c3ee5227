import type { Followed, Place, PresenceRow, RoomRow, RunRow, Store } from '#chat/ports.ts';
import { Cache } from '#chat/cache.ts';
import {
  type ChatSettingName,
  type ChatSettings,
  settingsInForce,
  type SetValues,
} from '#chat/settings/chat-settings.ts';
import type { Membership, Millis, Role, RoomId, RoomRef, Seq, Speaker, UserId, UserRef } from '#chat/event.ts';
import { exactKey } from '#chat/names/name-keys.ts';
import { AccountNames } from './account-names.ts';
import type { SpeechRules, Immunity, Lists } from './speech-rules.ts';
import { SpeechRulesCache } from './speech-rules-cache.ts';
import { immunityOf } from './immunity.ts';
import { countMail, isFull, type WaitingMail } from './mailbox.ts';
import { KeptWorld } from './kept-world.ts';
import { addSession, type LiveRun, type LiveUser, readdress, removeSession, type SessionTraits } from './live-user.ts';
import { fold } from '#chat/names/names.ts';
import { RoomCache } from './room-cache.ts';
import { withSettings } from './speech-limits.ts';
import { SettledNumbers } from './settled-numbers.ts';
import { isMember, type World } from './world.ts';

/** Accounts whose waiting mail is counted in the cache. */
const cachedMail = 10_000;

/** The world of one node. Made from the store at its place; from then on only `evolve` changes it. */
export class LiveWorld extends KeptWorld implements World {
  seq: Seq;
  at: Millis;
  epoch: string;
  /** The last place that was taken of a bus that has a name. */
  followed: Followed | undefined;
  #set: SetValues;
  #settings: ChatSettings;
  readonly users: Map<UserId, LiveUser> = new Map();
  readonly names: Map<string, LiveUser> = new Map();
  readonly runs: Map<string, LiveRun> = new Map();
  readonly #cache: RoomCache;
  readonly #accountNames: AccountNames;
  readonly #delivered = new Cache<UserId, Seq>(cachedMail);
  readonly #mail = new Cache<UserId, WaitingMail>(cachedMail);
  readonly #speechRules: SpeechRulesCache;
  keyed: boolean;

  constructor(store: Store) {
    super(store);
    this.#cache = new RoomCache(store);
    this.#accountNames = new AccountNames(store);
    this.#set = store.chatSettings();
    this.#settings = settingsInForce(this.#set);
    this.keyed = store.addressKey() !== undefined;
    this.#speechRules = new SpeechRulesCache({
      nameOf: (room) => this.room(room)?.name,
      listings: (room) => store.listings(room),
      immunity: (user, room) => this.immunity(user, room),
      settings: (room, lists) => withSettings(this, room, lists),
    });
    ({ seq: this.seq, at: this.at, epoch: this.epoch, followed: this.followed } = store.place());
    for (const row of store.runs()) this.addRun(row);
    for (const row of store.present()) {
      const user = this.users.get(row.user.id) ?? this.#restored(row);
      const { listener, mail = false, address } = row;
      this.addSession(row.run, row.session, user, { listener, mail, address });
    }
  }

  place(): Place {
    const { seq, at, epoch, followed } = this;
    return followed ? { seq, at, epoch, followed } : { seq, at, epoch };
  }

  run(runId: string): LiveRun | undefined {
    return this.runs.get(runId);
  }

  runsOf(node: string): readonly LiveRun[] {
    return [...this.runs.values()].filter((run) => run.node === node);
  }

  present(id: UserId): LiveUser | undefined {
    return this.users.get(id);
  }

  presentNamed(key: string): LiveUser | undefined {
    return this.names.get(key);
  }

  everyone(): Iterable<LiveUser> {
    return this.users.values();
  }

  accountRef(key: string): UserRef | undefined {
    return this.#accountNames.find(key);
  }

  /** An account was made, removed or named otherwise. */
  accountsChanged(): void {
    this.#accountNames.clear();
  }

  lists(room: RoomId): Lists {
    return this.#speechRules.lists(room);
  }

  speechRules(room: RoomId): SpeechRules | undefined {
    return this.#speechRules.rules(room);
  }

  /** A list of a room, or of the server, has changed, or a setting that limits speech. */
  speechRulesChanged(room: RoomId): void {
    this.#speechRules.drop(room);
  }

  immunity(user: UserId, room: RoomId): Immunity {
    return immunityOf(this, user, room);
  }

  mail(account: UserId): Readonly<WaitingMail> {
    let waiting = this.#mail.get(account);
    if (waiting) return waiting;
    waiting = countMail(this.store, account, this.#deliveredUpto(account));
    this.#mail.set(account, waiting);
    return waiting;
  }

  /** Counts one more private entry for an account. */
  addMail(account: UserId, length: number): void {
    const waiting = this.#mail.get(account);
    if (!waiting) return;
    waiting.count++;
    waiting.length += length;
  }

  /** A private message has another text. */
  changeMail(account: UserId, seq: Seq, longer: number): void {
    const waiting = this.#mail.get(account);
    if (!waiting || seq <= this.#deliveredUpto(account)) return;
    // A full mailbox was not counted to its end.
    if (isFull(waiting)) this.#mail.delete(account);
    else waiting.length += longer;
  }

  #deliveredUpto(account: UserId): Seq {
    return Math.max(this.account(account)?.delivered ?? 0, this.#delivered.get(account) ?? 0);
  }

  /** The account ignores somebody, or no longer does. */
  recountMail(account: UserId): void {
    this.#mail.delete(account);
  }

  /** The account's delivery cursor has moved; the store has it at the batch's end. */
  delivered(account: UserId, upto: Seq): void {
    this.#mail.delete(account);
    this.#delivered.set(account, Math.max(upto, this.#delivered.get(account) ?? 0));
  }

  setting<N extends ChatSettingName>(name: N): ChatSettings[N] {
    return this.#settings[name];
  }

  get set(): SetValues {
    return this.#set;
  }

  set set(values: SetValues) {
    this.#set = values;
    this.#settings = settingsInForce(values);
  }

  /** A present user's channels are all in its list; a direct room is not. */
  role(room: RoomId, user: UserId): Role | undefined {
    const found = this.users.get(user)?.rooms.find(({ id }) => id === room);
    if (found) return found.role;
    const member = this.store.member(room, user);
    return member?.left === undefined ? member?.role : undefined;
  }

  memberships(account: UserId): readonly Membership[] {
    return this.users.get(account)?.rooms ?? this.store.memberships(account);
  }

  channel(name: string): RoomRow | undefined {
    return this.#cache.channel(name);
  }

  direct(one: UserId, other: UserId): RoomRow | undefined {
    return this.#cache.direct(one, other);
  }

  membershipInOnly(room: RoomRef): readonly Membership[] {
    return this.#cache.membershipInOnly(room);
  }

  lastSaid(room: RoomId, user: UserId): Millis | undefined {
    const { own } = this.store.said({ room, user, after: 0, before: this.seq + 1, most: 0 });
    return own === 0 ? undefined : this.store.entry(own)?.at;
  }

  /** A channel gets another name: its present members know it by that. */
  renameRoom({ id, name }: RoomRef): void {
    this.#changeRoom(id, (rooms) => rooms.map((each) => (each.id === id ? { ...each, name } : each)));
  }

  /** A channel ends, and nobody is a member of it. */
  closeRoom(id: RoomId): void {
    this.#changeRoom(id, (rooms) => rooms.filter((each) => each.id !== id));
  }

  #changeRoom(id: RoomId, change: (rooms: readonly Membership[]) => readonly Membership[]): void {
    this.#cache.forget(id);
    this.#speechRules.drop(id);
    for (const user of this.users.values()) if (isMember(user, id)) user.rooms = this.#cache.shared(change(user.rooms));
  }

  /** A member gets another role. */
  changeRole(user: LiveUser, room: RoomId, role: Role): void {
    user.rooms = this.#cache.shared(user.rooms.map((each) => (each.id === room ? { ...each, role } : each)));
  }

  addRun({ id, runId, node, upto, beyond }: RunRow): LiveRun {
    const judged = new SettledNumbers(upto, beyond);
    const run: LiveRun = { id, runId, node, judged, sessions: new Map(), withoutMail: new Set(), addresses: new Map() };
    this.runs.set(runId, run);
    return run;
  }

  #restored(row: PresenceRow): LiveUser {
    return this.addUser(row.user, row.guest, this.store.memberships(row.user.id), row.away);
  }

  addUser(who: Speaker, guest: boolean, rooms: readonly Membership[], away = ''): LiveUser {
    const { id, name, account } = who;
    const user: LiveUser = {
      id,
      name,
      key: this.#keyOf(id, name, guest),
      ref: account === !guest ? who : { id, name, account: !guest },
      guest,
      sessions: 0,
      mailTakers: 0,
      away,
      rooms,
      bound: undefined,
      addresses: undefined,
    };
    this.users.set(id, user);
    this.names.set(user.key, user);
    return user;
  }

  #keyOf(id: UserId, name: string, guest: boolean): string {
    const folded = fold(name);
    return guest || this.store.accountNamed(folded)?.id === id ? folded : exactKey({ name, folded });
  }

  removeUser(user: LiveUser): void {
    this.users.delete(user.id);
    this.#forget(user);
  }

  /** Guests of a run under older rules may have had names that are equal under the present ones. */
  #forget(user: LiveUser): void {
    if (this.names.get(user.key) === user) this.names.delete(user.key);
  }

  rename(user: LiveUser, name: string): void {
    this.#forget(user);
    user.name = name;
    user.ref = { id: user.id, name, account: !user.guest };
    user.key = fold(name);
    this.names.set(user.key, user);
  }

  /** The user becomes an account, or a guest. */
  changeAccount(user: LiveUser, guest: boolean): void {
    user.guest = guest;
    user.ref = { id: user.id, name: user.name, account: !guest };
  }

  addSession(runId: string, session: number, user: LiveUser, traits: SessionTraits): void {
    addSession(this.runs.get(runId), session, user, traits);
  }

  readdress(runId: string, session: number, address: string | undefined): void {
    const run = this.runs.get(runId);
    const user = run?.sessions.get(session);
    if (run && user) readdress(run, session, user, address);
  }

  /** A user without sessions stays until `removeUser`. */
  removeSession(runId: string, session: number): void {
    removeSession(this.runs.get(runId), session);
  }
}
