import type { Speaker } from './event.ts';

/** A user in a list of people. `away`: the text it left when it went away from the keyboard; missing when it is not away. */
export interface Person extends Speaker {
  readonly away?: string;
  /** Nothing is done at its sessions, as far as they say. */
  readonly idle?: true;
}
