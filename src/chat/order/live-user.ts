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
  takers: number;
  away: string;
  rooms: readonly Membership[];
  bound: readonly Bound[] | undefined;
  addresses: readonly string[] | undefined;
}

export interface LiveRun extends Run {
  readonly sessions: Map<number, LiveUser>;
  /** How many of them take mail without asking for it. */
  readonly takers: Set<number>;
  /** The keyed hashes of their addresses, where they have one. */
  readonly addresses: Map<number, string>;
}

/** What the order keeps of a session beside its user; see `SessionMoved`. */
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
  if (mail) {
    run?.takers.add(session);
    user.takers++;
  }
  if (address !== undefined) {
    run?.addresses.set(session, address);
    user.addresses = [...(user.addresses ?? []), address];
  }
  if (run && listener !== undefined) user.bound = [...(user.bound ?? []), { run: run.runId, session, listener }];
}

/** It belongs to nobody any more. */
export function removeSession(run: LiveRun | undefined, session: number): void {
  const user = run?.sessions.get(session);
  if (!run || !user) return;
  run.sessions.delete(session);
  user.sessions--;
  if (run.takers.delete(session)) user.takers--;
  const address = run.addresses.get(session);
  if (address !== undefined) {
    run.addresses.delete(session);
    user.addresses = without(user.addresses, address);
  }
  if (user.bound) user.bound = user.bound.filter((each) => each.run !== run.runId || each.session !== session);
}

/** One of them less: two sessions may have the same address. */
function without(addresses: readonly string[] = [], address: string): readonly string[] | undefined {
  const left = addresses.toSpliced(addresses.indexOf(address), 1);
  return left.length === 0 ? undefined : left;
}
