import { AwayNotices } from './away-notices.ts';
import { Ignorers } from './ignorers.ts';
import { HeardReports, type HeardReportsOptions } from './heard-reports.ts';

/** What the sessions of a node do by the wishes of their users: see each. */
export class PersonalState {
  readonly heardReports: HeardReports;
  readonly ignorers: Ignorers = new Ignorers();
  readonly awayNotices: AwayNotices;

  constructor(options: HeardReportsOptions) {
    this.heardReports = new HeardReports(options);
    this.awayNotices = new AwayNotices(options.clock);
  }
}
