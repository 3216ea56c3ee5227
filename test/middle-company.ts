import type { Eager, Hearing, Sitting, User } from './middle-words.ts';
import { faultOf, same } from './middle-words.ts';

/** Who is here in the reference model, and hears what. */
export class Company {
  /** By `run:session`: entries heard, in their order. */
  readonly heard: Map<string, Hearing[]> = new Map();
  protected readonly eager: Eager;
  protected sittings: Sitting[] = [];
  protected accounts: User[] = [];
  /** `#name` in lower case to the room's id, and `low:high` to that of a direct room. */
  protected readonly rooms: Map<string, number> = new Map();

  constructor(eager: Eager) {
    this.eager = eager;
  }

  /** To who hears one of its rooms, to the user's own sessions when it is about no one room, to the asker as an answer. */
  protected show(entry: Omit<Hearing, 'as'>, from: User | undefined, asker: string | undefined): void {
    if (asker !== undefined) this.hear(asker, { ...entry, as: 'answer' });
    for (const { key, user, hears } of this.sittings) {
      if (key === asker) continue;
      const [as, heard] = [user === from ? 'self' : 'other', entry.rooms.filter((room) => hears.has(room))] as const;
      // A coming is told in each room, all else once.
      if (entry.kind === 'came' && entry.rooms.length > 0) {
        for (const room of heard) this.hear(key, { ...entry, as, rooms: [room], in: this.rooms.get(room) });
      } else if (heard.length > 0 || (user === from && entry.rooms.length !== 1)) this.hear(key, { ...entry, as });
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
}
