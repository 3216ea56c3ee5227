import { inboxOf } from '#chat/ports.ts';
import {
  type Draft,
  type Entry,
  isImported,
  type Outcome,
  type RoomRef,
  type Seq,
  type UserId,
  type Verdict,
} from '#chat/event.ts';
import type { LiveUser, LiveWorld, SessionTraits } from './live-world.ts';
import { withRoom } from './world.ts';

/** Takes one outcome into the world. Called once per seq, in the order, after the store has written it. */
export function evolve(world: LiveWorld, outcome: Outcome): void {
  const { seq, draft, verdict } = outcome;
  world.seq = seq;
  if (verdict.kind === 'entry') {
    world.at = verdict.entry.at;
    evolveEntry(world, draft, verdict.entry);
    for (const account of verdict.inboxes ?? none) addMail(world, account, verdict.entry);
  } else if (verdict.kind === 'already') evolveAlready(world, draft, verdict.user.id);
  else if (verdict.kind === 'applied' && verdict.room === inboxOf(verdict.user))
    world.delivered(verdict.user, verdict.upto);
  if (draft.event.kind === 'went') evolveDelivered(world, draft.event.delivered, verdict);
  const run = verdict.kind === 'repeated' ? undefined : world.run(draft.run);
  if (!run) return;
  run.judged.add(draft.nth);
  run.judged.raise(draft.settledUpto);
}

/** Who goes tells how much of its mail was delivered. */
function evolveDelivered(world: LiveWorld, upto: Seq | undefined, verdict: Verdict): void {
  if (upto === undefined) return;
  if (verdict.kind === 'entry') world.delivered(verdict.entry.from.id, upto);
  else if (verdict.kind === 'already') world.delivered(verdict.user.id, upto);
}

const none: readonly UserId[] = [];

/** What somebody else said to an account in private, and what is no news, is no mail. */
function addMail(world: LiveWorld, account: UserId, entry: Entry): void {
  const { event, from } = entry;
  if (from.id !== account && event.kind === 'message' && !isImported(entry)) world.addMail(account, event.text.length);
}

function evolveAlready(world: LiveWorld, draft: Draft, id: number): void {
  const user = world.present(id);
  if (user && draft.event.kind === 'came') world.addSession(draft.run, draft.session, user, traitsOf(draft));
  if (draft.event.kind === 'went') world.removeSession(draft.run, draft.session);
}

function evolveEntry(world: LiveWorld, draft: Draft, entry: Entry): void {
  const { event, from, room } = entry;
  const user = world.present(from.id);
  switch (event.kind) {
    case 'founded':
      world.epoch = event.epoch;
      return;
    case 'began':
      return evolveBegan(world, draft, entry.seq, event.node);
    case 'came': {
      if (event.was) world.removeSession(draft.run, draft.session);
      const comer = user ?? world.addUser(from.id, from.name, event.guest, event.memberships);
      comer.rooms = event.memberships;
      return world.addSession(draft.run, draft.session, comer, traitsOf(draft));
    }
    case 'went':
      world.removeSession(draft.run, draft.session);
      return;
    case 'renamed':
      if (user) world.rename(user, from.name);
      return;
    case 'joined':
      if (user && room) user.rooms = withRoom(world, user.rooms, room);
      return;
    case 'left':
      if (user && room) user.rooms = without(user, room);
      return;
    case 'registered':
      if (user) user.guest = false;
      return;
    case 'unregistered':
      if (user) user.guest = true;
      return;
    case 'message':
    case 'credential':
      return;
  }
}

/** What is kept of a session that comes. Its listener counts for the next one, which may be refused. */
export function traitsOf({ event }: Draft): SessionTraits {
  if (event.kind !== 'came') return {};
  return { listener: event.alone?.policy === 'refuse' ? event.alone.listener : undefined, mail: event.mail };
}

const without = (user: LiveUser, room: RoomRef): readonly RoomRef[] => user.rooms.filter((each) => each.id !== room.id);

function evolveBegan(world: LiveWorld, draft: Draft, seq: number, node: string): void {
  for (const run of world.runsOf(node)) {
    for (const session of [...run.sessions.keys()]) world.removeSession(run.mark, session);
    world.runs.delete(run.mark);
  }
  world.addRun({ id: seq, mark: draft.run, node, upto: 0, beyond: [] });
}
