import type { Effect } from '#chat/effect.ts';
import type { ListName } from '#chat/rights/moderation-lists.ts';
import type { Verdict } from '#chat/outcome.ts';

import { type Judging, openJudging } from './judging.suite.ts';

/** What may be said with a listing. */
interface Said {
  readonly until?: number;
  readonly reason?: string;
  readonly kick?: true;
  /** When it is asked. */
  readonly at?: number;
}

/** Two addresses, as masks have them. */
export const home: string = 'a'.repeat(32);
export const school: string = 'b'.repeat(32);

/** Alice owns #tea, in session 1; bob (2) and carol (3) are members: three guests, bob and carol from `school`. */
export async function openTea(): Promise<Tea> {
  const tea = new Tea(await openJudging());
  tea.come(1, 'alice', home);
  tea.come(2, 'bob', school);
  tea.come(3, 'carol', school);
  return tea;
}

export class Tea {
  readonly order: Judging;

  constructor(order: Judging) {
    this.order = order;
  }

  come(session: number, guest: string, address?: string, room: string | undefined = '#tea', at = 1000): string {
    return told(this.order.ask(session, { kind: 'came', as: { guest }, address }, room, { at }));
  }

  login(session: number, account: number, address?: string, room: string | undefined = '#tea'): string {
    return told(this.order.ask(session, { kind: 'came', as: { account, version: 1 }, address }, room));
  }

  list(session: number, list: ListName, mask: string, { at = 1000, ...said }: Said = {}, room?: string | null): string {
    const where = room === null ? undefined : (room ?? '#tea');
    return told(this.order.ask(session, { kind: 'listed', list, mask, ...said }, where, { at }));
  }

  unlist(session: number, list: ListName, mask: string, room: string | undefined = '#tea'): string {
    return told(this.order.ask(session, { kind: 'unlisted', list, mask }, room));
  }

  /** As many rows more in a list of #tea: `n1`, `n2`, … */
  fill(list: ListName, rows: number): void {
    const { store, world } = this.order;
    const room = world.channel('#tea')?.id ?? 0;
    const common = { room, list, user: undefined, by: { id: 0, name: 'server' }, at: 0, until: 0, reason: '', seq: 1 };
    const effects = Array.from({ length: rows }, (_, n): Effect => {
      const key = `n${n + 1}`;
      return { kind: 'listed', row: { ...common, key, shown: key } };
    });
    const draft = { run: 'run1', nth: 0, settledUpto: 0, session: 0, at: 0, event: { kind: 'went' } } as const;
    store.begin();
    store.write({ seq: world.seq, draft, verdict: { kind: 'applied', effects } });
    store.commit(world.place(), []);
    world.speechRulesChanged(room);
  }

  say(session: number, at = 1000, room = '#tea'): string {
    return told(this.order.ask(session, { kind: 'message', text: 'hi' }, room, { at }));
  }

  join(session: number, room = '#tea'): string {
    return told(this.order.join(session, room));
  }

  kick(session: number, user: string, reason?: string, room: string | undefined = '#tea'): string {
    return told(this.order.ask(session, { kind: 'kicked', user, reason }, room));
  }

  rename(session: number, name: string): string {
    return told(this.order.ask(session, { kind: 'renamed', name }));
  }

  go(session: number): void {
    this.order.ask(session, { kind: 'went' });
  }

  /** Who is a member and present, by name. */
  members(): string {
    const id = this.order.world.channel('#tea')?.id;
    const users = [...this.order.world.everyone()].filter(({ rooms }) => rooms.some((room) => room.id === id));
    return users.map(({ name }) => name).join(' ');
  }
}

/** `entry`, or the code of the refusal. */
export const told = (verdict: Verdict): string => (verdict.kind === 'refusal' ? verdict.code : verdict.kind);
