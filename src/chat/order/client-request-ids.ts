import type { Ordered } from '#chat/event.ts';
import { maxOnce } from '#chat/limits.ts';
import type { Verdict } from '#chat/outcome.ts';
import { refuse } from './verdict.ts';
import type { Present, World } from './world.ts';

/** Milliseconds for which an id of a client is remembered. Both times are those of drafts. */
const remembered = 24 * 60 * 60 * 1000;

/**
 * Judges a request with the client's own id: a repetition within a day is not done again, and is answered with the place
 * of the first. Refused requests are not remembered.
 */
export function judgeRequestId(
  world: World,
  { draft: { at } }: Ordered,
  user: Present,
  id: string,
  judge: () => Verdict,
): Verdict {
  // Ids with half a character would all be one in the database: see `keepable`.
  if (id === '' || id.length > maxOnce || !id.isWellFormed()) return refuse('unavailable');
  const first = world.once(user.id, id);
  if (first && at - first.at < remembered) return { kind: 'again', seq: first.seq, effects: undefined };
  const verdict = judge();
  if (verdict.kind !== 'entry') return verdict;
  const once = { kind: 'once', user: user.id, id, at } as const;
  return { ...verdict, effects: verdict.effects ? [...verdict.effects, once] : [once] };
}
