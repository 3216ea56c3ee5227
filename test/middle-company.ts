import { GrantsModel } from './middle-grants.ts';
import { SaidModel } from './middle-messages.ts';
import { type Room, RoomsModel } from './middle-rooms.ts';
import type { Eager, Hearing, Sitting, User } from './middle-words.ts';
import { faultOf, isRoom, same } from './middle-words.ts';

/** The present users of the reference model, and the entries that each hears. */
export class Company {
  /** By `run:session`: entries heard, in their order. */
  readonly heard: Map<string, Hearing[]> = new Map();
  /** All private messages to accounts, and their changes. */
  readonly mail: { readonly seq: number; readonly to: number; readonly kind: string }[] = [];
  protected readonly eager: Eager;
  protected sittings: Sitting[] = [];
  protected accounts: User[] = [];
  protected readonly channels: RoomsModel = new RoomsModel();
  protected readonly grants: GrantsModel = new GrantsModel(this.channels);
  readonly messages: SaidModel = new SaidModel(this.channels);
  /** The existing direct rooms, as `low:high`. */
  protected readonly pairs: Set<string> = new Set();

  constructor(eager: Eager) {
    this.eager = eager;
  }

  /**
   * Delivers to the hearers of its rooms, to the user's own sessions if it is in no single room, and to the asker as an
   * answer. Also to `target`, to whom it is done, and to `members` of a room that ends or is renamed, where they do not hear it.
   */
  protected show(
    entry: Omit<Hearing, 'as'>,
    from: User | undefined,
    asker: string | undefined,
    { target, members = [] }: { readonly target?: User | undefined; readonly members?: readonly User[] } = {},
  ): void {
    if (asker !== undefined) this.hear(asker, { ...entry, as: 'answer' });
    for (const { key, user, hears } of this.sittings) {
      if (key === asker) continue;
      const as = user === from ? 'self' : user === target ? 'target' : 'other';
      const heard = entry.rooms.filter((room) => hears.has(room));
      const isConcerned = as === 'target' || (as === 'other' && isForAll(entry.kind) && members.includes(user));
      // An arrival is delivered in each room, everything else once.
      if (entry.kind === 'came' && entry.rooms.length > 0) {
        for (const room of heard) this.hear(key, { ...entry, as, rooms: [room], in: Number(room.slice(1)) });
      } else if (heard.length > 0 || isConcerned || (user === from && entry.rooms.length !== 1))
        this.hear(key, { ...entry, as });
    }
  }

  protected hear(key: string, hearing: Hearing): void {
    // The rooms of a user change later.
    this.heard.get(key)?.push({ ...hearing, rooms: [...hearing.rooms] });
  }

  protected isHere(user: User): boolean {
    return this.sittings.some((sitting) => sitting.user === user);
  }

  protected known(name: string): User | undefined {
    const here = this.sittings.find(({ user }) => same(user.name, name))?.user;
    return here ?? this.accounts.find((account) => same(account.name, name));
  }

  protected whyNot(name: string): string | undefined {
    const known = this.known(name);
    return faultOf(name) ?? (known && (known.guest ? 'name-taken' : 'name-registered'));
  }

  /** The key of the channel with that name; if it does not exist, the entry with that seq creates it. */
  protected keyOf(name: string, seq: number): string {
    return this.channels.named(name)?.key ?? `#${seq}`;
  }

  /** Why a user may not enter a channel by that name. */
  protected whyShut(user: User, name: string, key: string | undefined): string | undefined {
    const found = this.channels.named(name);
    if (!found && !isRoom(name.toLowerCase())) return 'room-invalid';
    if (!found) return this.channels.isFormer(name, user) ? 'room-renamed' : undefined;
    return found.members.has(user) ? undefined : this.channels.whyShut(found, user, key);
  }

  /** The rooms in which its text is shown: those in which it may speak. */
  protected shownAway(user: User, text: string): readonly string[] {
    const mayShow = (room: Room | undefined): boolean => text === '' || !room || !this.channels.isSilent(room, user);
    return user.rooms.filter((key) => mayShow(this.channels.ofKey(key)));
  }

  protected enter(user: User, name: string, seq: number): void {
    const { key } = this.channels.enter(user, name, seq);
    this.messages.entered(user, key, seq);
    user.rooms.push(key);
    for (const each of this.sittings) {
      if (each.user === user && (this.eager(each.key) || each.wants.has(key))) each.hears.add(key);
    }
  }

  protected leaves(user: User, { key }: Room, seq: number): void {
    this.messages.left(user, key, seq);
    user.rooms = user.rooms.filter((each) => each !== key);
    for (const each of this.sittings) if (each.user === user) each.hears.delete(key);
  }

  protected rename(asker: Sitting, name: string, seq: number): string {
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

  protected inPrivate(asker: Sitting, other: User, entry: Omit<Hearing, 'as'>): string {
    const { seq, kind } = entry;
    if (!other.guest) this.mail.push({ seq, to: other.id, kind });
    for (const { key, user } of this.sittings) {
      const as = key === asker.key ? 'answer' : user === asker.user ? 'self' : 'other';
      if (user === asker.user || user === other) this.hear(key, { ...entry, as });
    }
    return `entry ${seq}`;
  }
}

const isForAll = (kind: string): boolean => kind === 'closed' || kind === 'roomNamed';
