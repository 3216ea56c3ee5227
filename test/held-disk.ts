import type { ReplaceableParts } from '#store/replaceable-parts.ts';
import { patiently } from './patiently.ts';

type Done = Parameters<ReplaceableParts['sync']>[1];

/** A disk controlled by a test: it completes syncs, and sets the free space. */
export class HeldDisk {
  /** Bytes free. */
  free: number = 2 ** 40;
  /** While false, each sync completes at once. */
  holding = false;
  readonly #waiting: Done[] = [];
  #wake: () => void = () => {};

  readonly parts: Pick<ReplaceableParts, 'sync' | 'free'> = {
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

  /** Completes the sync under way; the next one is held again. */
  async letGo(error: NodeJS.ErrnoException | null = null): Promise<void> {
    await this.asked();
    this.#waiting.shift()?.(error);
  }

  /** Stops holding syncs. */
  release(): void {
    this.holding = false;
    for (const done of this.#waiting.splice(0)) done(null);
  }
}
