import type { Millis, Ordered, RoomRef } from '#chat/event.ts';
import { fold } from '#chat/names/names.ts';
import type { Verdict } from '#chat/outcome.ts';
import type { Refusal } from '#chat/refusal.ts';
import type { RoomState } from '#chat/settings/room-state.ts';
import { refuse } from './verdict.ts';
import type { Present, World } from './world.ts';

/** How long members who use a former name of a channel are told its present one. Both times are those of drafts. */
export const formerFor: Millis = 24 * 60 * 60 * 1000;
/** Names that are remembered of one channel. */
const maxFormer = 8;

interface Former {
  readonly at: Millis;
  readonly name: string;
}

/** The state `former`: a line `AT NAME` for each, the oldest first. */
function formerOf({ former }: RoomState): readonly Former[] {
  if (!former) return none;
  return former.value.split('\n').map((line) => {
    const [at = '', name = ''] = line.split(' ');
    return { at: Number(at), name };
  });
}

const none: readonly Former[] = [];

/** The state with one name more, and without those that are forgotten. */
export function withFormer(state: RoomState, name: string, at: Millis): string {
  const kept = formerOf(state).filter((each) => at - each.at < formerFor && fold(each.name) !== fold(name));
  const all = [...kept, { at, name }].slice(-maxFormer);
  return all.map((each) => `${each.at} ${each.name}`).join('\n');
}

/**
 * The refusal that tells the present name of a channel of this user, if `name` is a former one. Only for a name that no
 * channel has now. Otherwise programs that name the room each time would make a new one, and be alone in it.
 */
export function renamedSince(
  world: Pick<World, 'roomState'>,
  rooms: readonly RoomRef[],
  name: string,
  at: Millis,
): Refusal | undefined {
  const folded = fold(name);
  const now = rooms.find(({ id }) =>
    formerOf(world.roomState(id)).some((each) => fold(each.name) === folded && at - each.at < formerFor),
  );
  return now && { code: 'room-renamed', room: now.name };
}

/**
 * The verdict on a draft about a channel that does not exist, or that is secret to the user: where the user's own channel had
 * that name, the refusal says what it is called now. Both are answered alike, so that nobody finds a secret room by an old name.
 */
export function tellingNewName(world: World, { draft }: Ordered, { rooms }: Present, verdict: Verdict): Verdict {
  if (verdict.kind !== 'refusal' || verdict.code !== 'no-room' || draft.room === undefined) return verdict;
  const renamed = renamedSince(world, rooms, draft.room, draft.at);
  return renamed ? refuse(renamed) : verdict;
}
