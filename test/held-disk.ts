import type { Seams } from '#store/seams.ts';
import { patiently } from './patiently.ts';

type Done = Parameters<Seams['sync']>[1];

/** A disk in a test's hands: syncs are done when the test says so, and it has as much room as the test says. */
export class HeldDisk {
  /** Bytes free. */
  free: number = 2 ** 40;
  /** While false, each sync is done at once. */
  holding = false;
  readonly #waiting: Done[] = [];
  #wake: () => void = () => {};

  readonly seams: Pick<Seams, 'sync' | 'free'> = {
    sync: (_, done) => {
      if (this.holding) this.#waiting.push(done);
      else done(null);
      this.#wake();
    },
    free: async () => this.free,
  };

  /** Resolves when a sync is under way. */
  async asked(): Promise<void> {
    while (this.#waiting.length === 0) {
      const asked = new Promise<void>((resolve) => (this.#wake = resolve));
      await patiently(asked, () => 'a sync');
    }
  }

  /** The sync under way is done; the next one is held again. */
  async letGo(error: NodeJS.ErrnoException | null = null): Promise<void> {
    await this.asked();
    this.#waiting.shift()?.(error);
  }

  /** Ends the holding. */
  release(): void {
    this.holding = false;
    for (const done of this.#waiting.splice(0)) done(null);
  }
}
