import type { WorkTurns } from '#chat/ports.ts';

/** Turns of the event loop that a test makes by hand. */
export class HandTurns implements WorkTurns {
  /** What other work leaves of a turn. */
  left: number = Infinity;
  readonly waiting: (() => void)[] = [];
  readonly next = (call: () => void): void => void this.waiting.push(call);
  readonly allows = (most: number): number => Math.min(most, this.left);
  readonly worked = (): number => 0;

  /** One turn. */
  run(): void {
    for (const call of this.waiting.splice(0)) call();
  }

  /** One turn, and what follows from the promises that it settles. */
  async turn(): Promise<void> {
    this.run();
    await new Promise((resolve) => setImmediate(resolve));
  }
}
