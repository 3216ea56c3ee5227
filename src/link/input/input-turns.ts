import { ReadTurns, readTurns } from './read-turns.ts';
import { SliceTurns, sliceTurns } from './slice-turns.ts';

/** How links take turns when their input is read and parsed, with what they may hold together. */
export interface InputTurns {
  readonly reads: ReadTurns;
  readonly slices: SliceTurns;
}

/** For all links of a server. */
export const createInputTurns = (): InputTurns => ({ reads: new ReadTurns(), slices: new SliceTurns() });

/** For links that belong to no server. */
export const commonInputTurns: InputTurns = { reads: readTurns, slices: sliceTurns };
