import type { Asked, AskedKind, Ordered } from '#chat/event.ts';
import type { Verdict } from '#chat/outcome.ts';
import { tellingNewName } from './former-names.ts';
import { judgeGrant } from './judge-grant.ts';
import type { Judges } from './kinds/kind.ts';
import { judgeRequestId } from './client-request-ids.ts';
import { kinds } from './kinds/table.ts';
import { refuse } from './verdict.ts';
import type { Present, World } from './world.ts';

/**
 * Judges a draft in its place. The only judge of names, rooms, roles and membership: a check before `post` only gives an earlier answer.
 * Pure: a function of the order so far, without clock, randomness or await, so every node comes to the same verdict.
 */
export const decide = (world: World, ordered: Ordered): Verdict => judge(world, ordered, ordered.draft.event);

function judge<K extends AskedKind>(world: World, ordered: Ordered, asked: Asked<K>): Verdict {
  const { draft } = ordered;
  const kind: Judges<K> = kinds[asked.kind];
  if (kind.byAnyone) return kind.byAnyone(world, ordered, asked);
  const run = world.run(draft.run);
  if (run?.judged.has(draft.nth)) return { kind: 'repeated' };
  if (kind.byNewRun) return kind.byNewRun(world, ordered, asked);
  if (!run) return refuse('not-here');
  const user = run.sessions.get(draft.session);
  if (kind.bySession && draft.as === undefined) return kind.bySession(world, ordered, asked, user);
  if (draft.session === 0) return kind.byNode?.(world, ordered, asked) ?? refuse('not-here');
  // Looked at here, so that it costs the drafts of sessions nothing.
  if (!user) return draft.as === undefined ? refuse('not-here') : judgeGrant(world, ordered, kind, asked, draft.as);
  const { byUser } = kind;
  if (!byUser) return refuse('unavailable');
  const verdict =
    draft.once === undefined
      ? byUser(world, ordered, asked, user)
      : judgeWithId(world, ordered, asked, user, byUser, draft.once);
  return tellingNewName(world, ordered, user, verdict);
}

/** Separate, so that nothing is allocated for drafts without an id. */
const judgeWithId = <K extends AskedKind>(
  world: World,
  ordered: Ordered,
  asked: Asked<K>,
  user: Present,
  byUser: NonNullable<Judges<K>['byUser']>,
  id: string,
): Verdict => judgeRequestId(world, ordered, user, id, () => byUser(world, ordered, asked, user));
