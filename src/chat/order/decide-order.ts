import type { Asked, Ordered, UserId, Verdict } from '#chat/event.ts';
import { accept, refuse, server } from './verdict.ts';
import type { Present, World } from './world.ts';

/** The first draft of all gives the order its mark. Where several nodes start an order together, the first one's stays. */
export function decideFounded(world: World, ordered: Ordered, epoch: string): Verdict {
  if (world.epoch !== '') return refuse('unavailable');
  return accept(world, ordered, server, { kind: 'founded', epoch });
}

/**
 * Ends the guests and the presence of the node's last run: nobody stays behind as a ghost after `kill -9`. Refused where
 * that is not the run it names: a late copy of an ended run's beginning would end the run that is live now.
 */
export function decideBegan(world: World, ordered: Ordered, asked: Asked & { kind: 'began' }): Verdict {
  if (world.epoch === '' || world.run(ordered.draft.run)) return refuse('unavailable');
  const { node, rules, ends } = asked;
  if (world.runsOf(node).at(-1)?.mark !== ends) return refuse('unavailable');
  return accept(world, ordered, server, { kind: 'began', node, rules, ended: endedBy(world, node) });
}

/** Those all of whose sessions belong to earlier runs of the node. By id: a reopened world holds them in another order. */
function endedBy(world: World, node: string): readonly UserId[] {
  const ending = new Map<Present, number>();
  for (const run of world.runsOf(node)) {
    for (const user of run.sessions.values()) ending.set(user, (ending.get(user) ?? 0) + 1);
  }
  const ended = [...ending].filter(([user, sessions]) => sessions === user.sessions).map(([user]) => user.id);
  return ended.sort((one, other) => one - other);
}
