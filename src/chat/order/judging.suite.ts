import type { ChatSettingName } from '#chat/settings/chat-settings.ts';
import type { Store } from '#chat/ports.ts';
import { openStore } from '#store/open-store.ts';

import { decide } from './decide.ts';
import type { Asked, Draft } from '#chat/event.ts';
import type { Verdict } from '#chat/outcome.ts';
import { evolve } from './evolve.ts';
import { LiveWorld } from './live-world.ts';

/** Judges drafts one after the other, like `judgeStoreDeliver`, without delivering them. */
export class Judging {
  readonly store: Store;
  readonly world: LiveWorld;
  #nth = 0;
  #inBatch = false;

  constructor(store: Store) {
    this.store = store;
    this.world = new LiveWorld(store);
  }

  /** `session` is its number, in run `run1` unless `run:session` is said. */
  ask(session: number | string, event: Asked, room?: string, more: Partial<Draft> = {}): Verdict {
    const [run, number] = typeof session === 'string' ? session.split(':') : ['run1', session];
    const own = { run: run ?? '', nth: ++this.#nth, settledUpto: 0, session: Number(number), room, at: 1000, event };
    const draft: Draft = { ...own, ...more };
    const ordered = { seq: this.world.seq + 1, draft };
    const verdict = decide(this.world, ordered);
    const outcome = { ...ordered, verdict };
    if (!this.#inBatch) this.store.begin();
    this.store.write(outcome);
    evolve(this.world, outcome);
    if (!this.#inBatch) this.#commit(draft.run);
    return verdict;
  }

  #commit(run: string): void {
    const judged = this.world.run(run);
    const moved = judged && { ...judged, upto: judged.judged.upto, beyond: [...judged.judged.beyond] };
    this.store.commit(this.world.place(), moved ? [moved] : []);
  }

  /** All that is asked for in `run1` meanwhile is one batch. */
  together(asks: () => void): void {
    this.store.begin();
    this.#inBatch = true;
    asks();
    this.#inBatch = false;
    this.#commit('run1');
  }

  come(session: number | string, guest: string, room?: string): Verdict {
    return this.ask(session, { kind: 'came', as: { guest } }, room);
  }

  /** Registers the name; gives the account's id. */
  register(name: string): number {
    const verdict = this.ask(0, { kind: 'registered', name, secret: 'hash' });
    if (verdict.kind !== 'entry') throw new Error(`${name} was not registered`);
    return verdict.entry.from.id;
  }

  set(name: ChatSettingName, value: string): Verdict {
    return this.ask(0, { kind: 'setting', name, value });
  }

  say(session: number | string, room: string, text = 'hello'): Verdict {
    return this.ask(session, { kind: 'message', text }, room);
  }

  join(session: number | string, room: string): Verdict {
    return this.ask(session, { kind: 'joined' }, room);
  }
}

/** The order is founded at seq 1 and `run1` of `node1` has begun at seq 2. */
export async function openJudging(): Promise<Judging> {
  const judging = new Judging(await openStore({ dir: ':memory:', durability: 'relaxed' }));
  judging.ask(0, { kind: 'founded', epoch: 'epoch1' });
  judging.ask(0, { kind: 'began', node: 'node1', rules: 1 });
  return judging;
}
