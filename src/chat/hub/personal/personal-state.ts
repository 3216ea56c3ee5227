import { AwayNotices } from './away-notices.ts';
import { Ignorers } from './ignorers.ts';
import { HeardReports, type HeardReportsOptions } from './heard-reports.ts';

/**
 * Personal state of the users with sessions on this node: what they have heard, whom they ignore, and to whom it was
 * told that they are away.
 */
export class PersonalState {
  readonly heardReports: HeardReports;
  readonly ignorers: Ignorers = new Ignorers();
  readonly awayNotices: AwayNotices;

  constructor(options: HeardReportsOptions) {
    this.heardReports = new HeardReports(options);
    this.awayNotices = new AwayNotices(options.clock);
  }
}
