import { AwayTold } from './away-told.ts';
import { Ignorers } from './ignorers.ts';
import { Readers, type ReadersOptions } from './readers.ts';

/** What the sessions of a node do by the wishes of their users: see each. */
export class Personal {
  readonly readers: Readers;
  readonly ignorers: Ignorers = new Ignorers();
  readonly awayTold: AwayTold;

  constructor(options: ReadersOptions) {
    this.readers = new Readers(options);
    this.awayTold = new AwayTold(options.clock);
  }
}
