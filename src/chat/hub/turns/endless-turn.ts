import type { WorkTurns } from '#chat/ports.ts';

/** Where work need not be divided among turns of the event loop. */
export const endlessTurn: WorkTurns = {
  next: (call) => void Promise.resolve().then(call),
  allows: (most) => most,
  worked: () => 0,
};
