import type { Asked } from '#chat/event.ts';
import type { Hub } from '#chat/hub/hub.ts';
import type { Seat } from '#chat/hub/seat.ts';

/** The departure of a session, with what it was written and its account does not know yet. */
export function departureEvent(
  seat: Seat,
  { mail, personal: { heardReports } }: Pick<Hub, 'mail' | 'personal'>,
): Asked<'went'> {
  const [delivered, heard] = [mail.upto(seat), heardReports.unreported(seat)];
  return {
    kind: 'went',
    ...(delivered !== undefined && { delivered }),
    ...(heard && { heard }),
    ...(seat.loggedOut && { loggedOut: true }),
  };
}
