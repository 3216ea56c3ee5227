import {
  type Draft,
  type Entry,
  isKept,
  type RoomRef,
  type Seq,
  type UserId,
  type UserRef,
  type Verdict,
} from '#chat/event.ts';
import { traitsOf } from '#chat/order/evolve.ts';
import { fold } from '#chat/names.ts';
import { bodyOf, kindOf } from './entry-row.ts';
import type { Statements } from './statements.ts';

type Accepted = Verdict & { kind: 'entry' };
type Already = Verdict & { kind: 'already' };

/** Puts an entry into the log, if it is kept. */
export function writeEntry(to: Statements, entry: Entry): void {
  const { seq, id, at, from, room, event } = entry;
  to.addEntry.get(seq, id, at, from.id, from.name, room?.id ?? null, room?.name ?? null, kindOf(event), bodyOf(event));
}

/** What an entry changes beside the log. */
export function writeEffects(to: Statements, draft: Draft, { entry, pair }: Accepted): void {
  const { seq, from, room, event } = entry;
  switch (event.kind) {
    case 'message':
      if (room?.id === seq && pair) makeDirect(to, seq, from.id, pair);
      if (draft.event.kind === 'imported') to.addImported.get(draft.event.mark);
      return;
    case 'came':
      if (event.guest && from.id === seq) to.addGuest.get(seq, from.name);
      if (event.was) become(to, draft, event.was.id);
      addSession(to, draft, from.id);
      if (event.joined && room) join(to, seq, room, from.id);
      return;
    case 'went':
      writeGoing(to, draft, from.id);
      if (event.guest) endGuest(to, from.id);
      return;
    case 'joined':
      if (room) join(to, seq, room, from.id);
      return;
    case 'left':
      if (room) to.leave.get(seq, room.id, from.id);
      return;
    case 'renamed':
      to.renameGuest.get(from.name, from.id);
      to.renameAccount.get(from.name, fold(from.name), from.id);
      return;
    case 'registered':
      return register(to, draft, entry);
    case 'credential':
      if (draft.event.kind === 'credential') to.changeSecret.get(draft.event.secret, from.id);
      return;
    case 'unregistered':
      return unregister(to, from, event.here);
    case 'began':
      for (const user of event.ended) endGuest(to, user);
      return;
    case 'founded':
      return;
  }
}

/** The sessions of a run that is over. Its users end, or not, by the entry that began the next one. */
export const endRun = (to: Statements, run: { readonly id: Seq; readonly mark: string }): void => {
  to.removeSessionsOfRun.get(run.mark);
  to.removeProgress.get(run.id);
};

export function writeAlready(to: Statements, draft: Draft, { user }: Already): void {
  if (draft.event.kind === 'came') addSession(to, draft, user.id);
  if (draft.event.kind === 'went') writeGoing(to, draft, user.id);
}

function addSession(to: Statements, draft: Draft, user: UserId): void {
  const { listener, mail } = traitsOf(draft);
  to.addSession.get(draft.run, draft.session, user, listener ?? null, mail ? 1 : 0);
}

/** The session of a guest goes on as an account's. */
function become(to: Statements, draft: Draft, guest: UserId): void {
  to.removeSession.get(draft.run, draft.session);
  endGuest(to, guest);
}

function writeGoing(to: Statements, { run, session, event }: Draft, user: UserId): void {
  to.removeSession.get(run, session);
  if (event.kind === 'went' && event.delivered !== undefined) to.deliver.get(event.delivered, user, event.delivered);
}

function join(to: Statements, seq: Seq, room: RoomRef, user: UserId): void {
  if (room.id === seq) to.addRoom.get(seq, room.name, fold(room.name), null, null);
  to.join.get(room.id, user, seq, seq);
}

/** Both are members from the first message on, which only its sender has read. */
function makeDirect(to: Statements, seq: Seq, sender: UserId, pair: readonly [UserId, UserId]): void {
  to.addRoom.get(seq, '', null, ...pair);
  for (const user of pair) to.join.get(seq, user, seq, user === sender ? seq : seq - 1);
}

/** An account ends here too, to no effect: it has no row among the guests. */
function endGuest(to: Statements, user: UserId): void {
  if (to.removeGuest.get(user)) to.removeMember.get(user);
}

/** A guest that registers keeps its id, and what it is a member of. What it was told until now, it has heard. */
function register(to: Statements, { event }: Draft, { seq, at, from }: Entry): void {
  if (event.kind !== 'registered') return;
  to.addAccount.get(from.id, from.name, fold(from.name), event.secret, at, seq);
  to.removeGuest.get(from.id);
}

/** Who is present ends as a guest does. */
function unregister(to: Statements, user: UserRef, here: boolean): void {
  to.removeAccount.get(user.id);
  if (here) to.addGuest.get(user.id, user.name);
  else to.removeMember.get(user.id);
}

/** About how many bytes of WAL an outcome costs: a page for each table touched. */
export function weigh(verdict: Verdict): number {
  if (verdict.kind === 'refusal' || verdict.kind === 'repeated') return 0;
  if (verdict.kind !== 'entry') return page;
  const { event } = verdict.entry;
  if (event.kind === 'message') return 2 * (perEntry + event.text.length);
  return isKept(event) ? 3 * page : 5 * page;
}

const page = 4096;
const perEntry = 150;
