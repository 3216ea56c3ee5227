import { AwayNotices } from './away-notices.ts';
import { InvitationNotices } from './invitation-notices.ts';
import { Ignorers } from './ignorers.ts';
import { HeardReports, type HeardReportsOptions } from './heard-reports.ts';

/**
 * Personal state of the users with sessions on this node: what they have heard, whom they ignore, to whom it was
 * told that they are away, and which invitations they were told of.
 */
export class PersonalState {
  readonly heardReports: HeardReports;
  readonly ignorers: Ignorers = new Ignorers();
  readonly awayNotices: AwayNotices;
  readonly invitationNotices: InvitationNotices;

  constructor(options: HeardReportsOptions) {
    this.heardReports = new HeardReports(options);
    this.awayNotices = new AwayNotices(options.clock);
    this.invitationNotices = new InvitationNotices(options.clock);
  }
}
