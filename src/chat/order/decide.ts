import { decideCredential, decideRegistered, decideUnregistered } from './decide-account.ts';
import { decideCame, decideRenamed, decideWent } from './decide-coming.ts';
import { decideEnrolled, decideImported } from './decide-imported.ts';
import { decideBegan, decideFounded } from './decide-order.ts';
import { decideDelivered, decideJoined, decideLeft, decideMessage, decideRead } from './decide-room.ts';
import type { Ordered, Verdict } from '#chat/event.ts';
import { refuse } from './verdict.ts';
import type { World } from './world.ts';

/**
 * Judges a draft in its place. The only judge of names, rooms, roles and membership: a check before `post` is courtesy.
 * Pure: a function of the order so far, with no clock, no chance and no await, so every node comes to the same verdict.
 */
export function decide(world: World, ordered: Ordered): Verdict {
  const { draft } = ordered;
  const { event } = draft;
  if (event.kind === 'founded') return decideFounded(world, ordered, event.epoch);
  const run = world.run(draft.run);
  if (run?.judged.has(draft.nth)) return { kind: 'repeated' };
  if (event.kind === 'began') return decideBegan(world, ordered, event);
  if (!run) return refuse('not-here');
  const user = run.sessions.get(draft.session);
  if (event.kind === 'came') return decideCame(world, ordered, event, user);
  if (draft.session === 0) return decideCommand(world, ordered);
  if (!user) return refuse('not-here');
  switch (event.kind) {
    case 'message':
      return decideMessage(world, ordered, user, event);
    case 'joined':
      return decideJoined(world, ordered, user);
    case 'left':
      return decideLeft(world, ordered, user);
    case 'read':
      return decideRead(world, ordered, user, event.upto);
    case 'delivered':
      return decideDelivered(world, user, event.upto);
    case 'renamed':
      return decideRenamed(world, ordered, user, event.name);
    case 'registered':
      return decideRegistered(world, ordered, user.name, user);
    case 'credential':
    case 'unregistered':
    case 'enrolled':
    case 'imported':
      return refuse('unavailable');
    case 'went':
      return decideWent(world, ordered, user);
  }
}

/** What a node asks by itself. */
function decideCommand(world: World, ordered: Ordered): Verdict {
  const { event } = ordered.draft;
  switch (event.kind) {
    case 'registered':
      return decideRegistered(world, ordered, event.name, undefined);
    case 'credential':
      return decideCredential(world, ordered, event.account);
    case 'unregistered':
      return decideUnregistered(world, ordered, event.account);
    case 'enrolled':
      return decideEnrolled(world, ordered, event.name);
    case 'imported':
      return decideImported(world, ordered, event);
    default:
      return refuse('not-here');
  }
}
