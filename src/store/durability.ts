import type { Place } from '#chat/ports.ts';

/** Makes commits durable. */
export interface Medium {
  /** Throws once the disk has failed: nothing must be written any more. */
  check(): void;
  /** A batch was committed, of about that many bytes, up to that place. `erases`: it has overwritten a text. */
  committed(bytes: number, place: Place, erases: boolean): void;
  /** As `Store.durable`. */
  durable(): Promise<void> | undefined;
  hasRoom(): boolean;
  /** As `Store.spare`. */
  spare(): number;
}

/** Nothing is kept. */
export const nowhere: Medium = {
  check: () => {},
  committed: () => {},
  durable: () => undefined,
  hasRoom: () => true,
  spare: () => Infinity,
};
