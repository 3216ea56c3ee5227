import type { Speaker } from './event.ts';

/** A user in a list of people. `away`: the text it left when it went away from the keyboard; missing when it is not away. */
export interface Person extends Speaker {
  readonly away?: string;
  /** All its sessions say that it is idle. */
  readonly idle?: true;
}
