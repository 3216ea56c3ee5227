import { createTestClock, type TestClock } from '../../../test/test-clock.ts';
import { Attempts } from './attempts.ts';
import { LoginQueue } from './login-queue.ts';
import type { Brake, LaneName, PasswordWork } from './password-work.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A queue whose work is done when the test says so. */
export class ControlledQueue {
  readonly clock: TestClock = createTestClock();
  readonly queue: LoginQueue = new LoginQueue(this.clock);
  readonly attempts: Attempts = new Attempts();
  /** What was begun, in that order. */
  readonly begun: string[] = [];
  readonly refused: string[] = [];
  readonly #inHand = new Map<string, () => void>();

  /** Work from `network`, named for it and its number. */
  add(
    label: string,
    network: string,
    lane: LaneName = 'login',
    brakes: readonly Brake[] = [],
    hurried = false,
  ): PasswordWork {
    return this.#add(label, { network, lane, brakes, hurried });
  }

  /** A wrong password for that name, which is known to be wrong when the work is done. */
  guess(name: string, network: string, hurried = false): PasswordWork {
    const attempt = { name, network };
    const brakes = this.attempts.brakes(attempt, false);
    return this.#add(`${name} ${network}`, { network, lane: 'login', brakes, hurried }, () =>
      this.attempts.wrong(attempt, this.clock.elapsed()),
    );
  }

  #add(label: string, rest: Omit<PasswordWork, 'run' | 'refuse'>, done = (): void => {}): PasswordWork {
    const work: PasswordWork = {
      ...rest,
      run: async () => {
        this.begun.push(label);
        await new Promise<void>((resolve) => this.#inHand.set(label, resolve));
        done();
      },
      refuse: () => void this.refused.push(label),
    };
    if (!this.queue.add(work)) this.refused.push(label);
    return work;
  }

  get inHand(): readonly string[] {
    return [...this.#inHand.keys()];
  }

  async finish(label: string): Promise<void> {
    this.#inHand.get(label)?.();
    this.#inHand.delete(label);
    await turn();
  }

  /** Finishes one after the other whatever can be done without a wait; returns how much that was. */
  async finishAll(): Promise<number> {
    let count = 0;
    for (let [first] = this.inHand; first !== undefined; [first] = this.inHand) {
      count++;
      await this.finish(first);
    }
    return count;
  }
}
