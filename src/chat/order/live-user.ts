import type { SessionMoved } from '#chat/effect.ts';
import type { Membership, Speaker } from '#chat/event.ts';
import type { Bound, Present, Run } from './world.ts';

/** A present user, as `evolve` changes it. */
export interface LiveUser extends Present {
  name: string;
  key: string;
  ref: Speaker;
  guest: boolean;
  sessions: number;
  mailTakers: number;
  away: string;
  rooms: readonly Membership[];
  bound: readonly Bound[] | undefined;
  addresses: readonly string[] | undefined;
}

export interface LiveRun extends Run {
  readonly sessions: Map<number, LiveUser>;
  /** Those that are not written mail unless they ask for it: in most dialects none. */
  readonly withoutMail: Set<number>;
  readonly addresses: Map<number, string>;
}

/** What the order keeps of a session in addition to its user; see `SessionMoved`. */
export type SessionTraits = Pick<SessionMoved, 'listener' | 'mail' | 'address'>;

/** The session belongs to the user from here on. */
export function addSession(
  run: LiveRun | undefined,
  session: number,
  user: LiveUser,
  { listener, mail, address }: SessionTraits,
): void {
  run?.sessions.set(session, user);
  user.sessions++;
  if (mail) user.mailTakers++;
  else run?.withoutMail.add(session);
  if (address !== undefined) {
    run?.addresses.set(session, address);
    user.addresses = otherAddresses(user.addresses, undefined, address);
  }
  if (run && listener !== undefined) user.bound = [...(user.bound ?? []), { run: run.runId, session, listener }];
}

/** The session belongs to no user any more. */
export function removeSession(run: LiveRun | undefined, session: number): void {
  const user = run?.sessions.get(session);
  if (!run || !user) return;
  run.sessions.delete(session);
  user.sessions--;
  if (!run.withoutMail.delete(session)) user.mailTakers--;
  readdress(run, session, user, undefined);
  if (user.bound) user.bound = user.bound.filter((each) => each.run !== run.runId || each.session !== session);
}

/** The session, which belongs to the user, has another address from here on, or none that can be banned. */
export function readdress(run: LiveRun, session: number, user: LiveUser, address: string | undefined): void {
  const before = run.addresses.get(session);
  if (before === address) return;
  user.addresses = otherAddresses(user.addresses, before, address);
  if (address === undefined) run.addresses.delete(session);
  else run.addresses.set(session, address);
}

/** The addresses of a user, once one of its sessions has another one: two sessions may have the same. */
export function otherAddresses(
  addresses: readonly string[] | undefined,
  before: string | undefined,
  after: string | undefined,
): readonly string[] | undefined {
  // Most users have one session, and this list is kept while they are present: a list that grows has space for 17.
  if (!addresses) return after === undefined ? undefined : [after];
  const left = [...addresses];
  if (before !== undefined) left.splice(left.indexOf(before), 1);
  if (after !== undefined) left.push(after);
  return left.length === 0 ? undefined : left;
}
