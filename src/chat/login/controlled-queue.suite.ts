import { createTestClock, type TestClock } from '../../../test/test-clock.ts';
import { WrongPasswords } from './wrong-passwords.ts';
import { LoginQueue } from './login-queue.ts';
import type { Throttle, LaneName, PasswordWork } from './password-work.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A queue whose work is done when the test says so. */
export class ControlledQueue {
  readonly clock: TestClock = createTestClock();
  readonly queue: LoginQueue = new LoginQueue(this.clock);
  readonly wrongPasswords: WrongPasswords = new WrongPasswords();
  /** What was begun, in that order. */
  readonly begun: string[] = [];
  readonly refused: string[] = [];
  readonly #running = new Map<string, () => void>();

  /** Work from `network`, named for it and its number. */
  add(
    label: string,
    network: string,
    lane: LaneName = 'login',
    throttles: readonly Throttle[] = [],
    refusedIfDelayed = false,
  ): PasswordWork {
    return this.#add(label, { network, client: '', lane, throttles, refusedIfDelayed });
  }

  /** Work for one of the names that are used on a network. */
  addFor(name: string, label: string, network: string): PasswordWork {
    const rest = { network, client: name, lane: 'login', throttles: [], refusedIfDelayed: false } as const;
    return this.#add(label, rest);
  }

  /** A wrong password for that name, which is known to be wrong when the work is done. */
  guess(name: string, network: string, refusedIfDelayed = false): PasswordWork {
    const attempt = { name, network };
    const throttles = this.wrongPasswords.throttles(attempt, false);
    return this.#add(`${name} ${network}`, { network, client: name, lane: 'login', throttles, refusedIfDelayed }, () =>
      this.wrongPasswords.wrong(attempt, this.clock.elapsed()),
    );
  }

  #add(label: string, rest: Omit<PasswordWork, 'run' | 'refuse'>, done = (): void => {}): PasswordWork {
    const work: PasswordWork = {
      ...rest,
      run: async () => {
        this.begun.push(label);
        await new Promise<void>((resolve) => this.#running.set(label, resolve));
        done();
      },
      refuse: () => void this.refused.push(label),
    };
    if (!this.queue.add(work)) this.refused.push(label);
    return work;
  }

  get running(): readonly string[] {
    return [...this.#running.keys()];
  }

  async finish(label: string): Promise<void> {
    this.#running.get(label)?.();
    this.#running.delete(label);
    await turn();
  }

  /** Finishes one after the other whatever can be done without a wait; returns how much that was. */
  async finishAll(): Promise<number> {
    let count = 0;
    for (let [first] = this.running; first !== undefined; [first] = this.running) {
      count++;
      await this.finish(first);
    }
    return count;
  }
}
