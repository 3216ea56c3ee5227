import { answerFrame } from './codec.ts';
import { errorOf } from './errors.ts';
import { formatFor } from './formats.ts';
import type { Ref } from './protocol.ts';
import type { WebSession } from './session.ts';
import { mayGoOn, type ResumePlace, welcome } from './welcome.ts';

/**
 * Attaches the connection of a new session to an earlier session. If it comes from another address, this is first judged like a login
 * from there. `begin`: logs in; called if the earlier session has ended meanwhile.
 */
export function continueSession(
  earlier: WebSession,
  session: WebSession,
  ref: Ref,
  standing: ResumePlace,
  begin: () => void,
): void {
  const { chat, seat } = session;
  const moved = (): void => {
    if (earlier.over) begin();
    else if (attach(earlier, session, ref, standing)) earlier.resume();
    chat.release(seat);
  };
  // Attaches after the present delivery: its frames for the session belong to the former link.
  const ask = session.askWith((answer) => {
    if (answer.kind !== 'refusal') {
      chat.inTurn(seat, moved);
      return undefined;
    }
    chat.release(seat);
    return errorOf(answer, ref, earlier.user && { about: earlier.user.name });
  });
  chat.hold(seat);
  if (chat.move(seat, earlier.seat, ask)) return;
  chat.inTurn(seat, moved);
}

/** False: the peer of the new session has gone, or the earlier session has no user. */
function attach(
  earlier: WebSession,
  session: WebSession,
  ref: Ref,
  { resume, open, events, said }: ResumePlace,
): boolean {
  const { chat } = earlier;
  // The format is changed before the link is attached, so that no answer to a request on one link is written to the other.
  chat.become(earlier.seat, formatFor(earlier.seat.scopes, said));
  const attached = earlier.takeOver(session);
  const { user } = earlier;
  if (!attached || !user) return false;
  const from = mayGoOn(earlier, resume) ? resume : undefined;
  const arrival = { open, events, from: from ?? chat.cursor(), resumed: from !== undefined, attached };
  earlier.write(answerFrame('login', ref, welcome(earlier, user, arrival)));
  if (from) chat.follow(earlier.seat, from);
  return true;
}
