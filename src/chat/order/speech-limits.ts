import type { RoomId } from '#chat/event.ts';
import { may, type RightsWorld } from '#chat/rights/rights.ts';
import type { SpeechRules } from './speech-rules.ts';
import type { World } from './world.ts';

const second = 1000;

/** What the settings of a room need to know. */
export type SpeechWorld = RightsWorld & Pick<World, 'lastSaid'>;

/** The rules of a room that is moderated or slow, asked before those of its lists. */
export function withSettings(
  world: SpeechWorld,
  room: RoomId,
  lists: SpeechRules | undefined,
): SpeechRules | undefined {
  const { moderated, slow } = world.roomState(room);
  if (!moderated && !slow) return lists;
  const gap = Number(slow?.value ?? 0) * second;
  return {
    forbids(user, at) {
      const refusal = lists?.forbids(user, at);
      if (refusal || !moderated) return refusal;
      const code = may(world, 'speak', user.id, room);
      // An operator of the server may set the topic without being a member.
      return code === undefined || code === 'not-member' ? undefined : { code };
    },
    delays(user, at) {
      if (gap === 0 || may(world, 'set', user.id, room) === undefined) return undefined;
      const last = world.lastSaid(room, user.id);
      // A clock that was wrong, and is right again, must not keep anybody silent.
      if (last === undefined || last > at || at >= last + gap) return undefined;
      return { code: 'slow-mode', until: last + gap, at };
    },
  };
}
