import type { Place } from '#chat/ports.ts';

/** Makes commits durable. */
export interface Medium {
  /** Throws after the disk has failed: nothing more may be written. */
  check(): void;
  /** A batch of roughly `bytes` was committed, up to `place`. `erases`: it has overwritten a text. */
  committed(bytes: number, place: Place, erases: boolean): void;
  /** As `Store.durable`. */
  durable(): Promise<void> | undefined;
  hasSpace(): boolean;
  /** As `Store.spare`. */
  spare(): number;
}

/** For a store in memory: nothing is written to a disk. */
export const memoryMedium: Medium = {
  check: () => {},
  committed: () => {},
  durable: () => undefined,
  hasSpace: () => true,
  spare: () => Infinity,
};
