import type { TurnReader } from './input/address-turns.ts';

/** A link of which nothing is read. Copy it: the turns change what is in it. */
export const idleReader: TurnReader = {
  readIn: -1,
  held: 0,
  unfinished: 0,
  allowance: undefined,
  startReading: () => {},
  stopReading: () => {},
  endUnfinished: () => {},
};
