import type { Effect } from '#chat/effect.ts';
import { mayReturnUntil } from '#chat/order/former-guests.ts';
import { succession } from '#chat/order/succession.ts';
import { accept, entryOf, refuse, server } from '#chat/order/verdict.ts';
import type { Present, World } from '#chat/order/world.ts';
import { asking, type Judges, kind, type Kind } from './kind.ts';

/** The first draft gives the order its epoch. Where several nodes start an order together, the first one's counts. */
export const founded: Kind<'founded'> = kind({
  kept: true,
  byAnyone(world, ordered, { epoch, addressKey }) {
    if (world.epoch !== '') return refuse('unavailable');
    // After a restore the old key stays: the lists are full of what was hashed with it.
    const more: readonly Effect[] | undefined =
      addressKey === undefined || world.keyed ? undefined : [{ kind: 'addressKey' }];
    return accept(founded, world, entryOf(ordered, server, { kind: 'founded', epoch }), more);
  },
  effects: (_world, _entry, { epoch }) => [{ kind: 'epoch', epoch }],
});

/** An order that was founded without a key gets one. Where several nodes ask, the first one's counts. */
export const keyed: Judges<'keyed'> = asking({
  byNode: (world) => (world.keyed ? refuse('unavailable') : { kind: 'applied', effects: [{ kind: 'addressKey' }] }),
});

/**
 * Ends the guests and the presence of the node's last run: after `kill -9` no user stays present without a session. Refused
 * where that is not the run it names: a late copy of an ended run's beginning would end the run that is live now.
 */
export const began: Kind<'began'> = kind({
  kept: true,
  byNewRun(world, ordered, { node, rules, ends }) {
    if (world.epoch === '' || world.run(ordered.draft.run)) return refuse('unavailable');
    if (world.runsOf(node).at(-1)?.runId !== ends) return refuse('unavailable');
    const ended = endedBy(world, node).map(({ id, name }) => ({ id, name }));
    const run: Effect = { kind: 'run', id: ordered.seq, runId: ordered.draft.run, node };
    return accept(began, world, entryOf(ordered, server, { kind: 'began', node, rules, ended }), [run]);
  },
  concerns(world, _entry, { ended }) {
    const rooms = ended.flatMap(({ id }) => world.present(id)?.rooms ?? []);
    return [...new Map(rooms.map((room) => [room.id, room])).values()];
  },
  effects(world, { at }, { node }) {
    const ended = endedBy(world, node);
    const guests = ended.filter(({ guest }) => guest);
    return [
      ...ended.map(({ ref, guest }): Effect => ({
        kind: 'presence',
        user: ref,
        guest,
        here: false,
        away: '',
        rooms: [],
        until: guest ? mayReturnUntil(world, ref.id, at) : 0,
      })),
      ...succession(world, guests),
    ];
  },
});

/** Users all of whose sessions belong to earlier runs of the node. Sorted by id: a reopened world holds them in another order. */
function endedBy(world: World, node: string): readonly Present[] {
  const ending = new Map<Present, number>();
  for (const run of world.runsOf(node)) {
    for (const user of run.sessions.values()) ending.set(user, (ending.get(user) ?? 0) + 1);
  }
  const ended = [...ending].filter(([user, sessions]) => sessions === user.sessions).map(([user]) => user);
  return ended.sort((one, other) => one.id - other.id);
}
