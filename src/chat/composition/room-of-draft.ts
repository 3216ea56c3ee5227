import type { Asked, RoomId } from '#chat/event.ts';
import type { Store } from '#chat/ports.ts';
import type { LiveWorld } from '#chat/order/live-world.ts';

type Change = Asked<'edited' | 'redacted' | 'reacted'>;

const isChange = (event: Asked): event is Change =>
  event.kind === 'edited' || event.kind === 'redacted' || event.kind === 'reacted';

/** The room in which a message, or a change of one, is heard; undefined for other events, and in private. */
export function roomHearing(
  world: Pick<LiveWorld, 'channel'>,
  store: Pick<Store, 'entry'>,
  event: Asked,
  room: string | undefined,
): RoomId | undefined {
  if (event.kind === 'message') return room?.startsWith('#') ? world.channel(room)?.id : undefined;
  return isChange(event) ? store.entry(event.target)?.room?.id : undefined;
}
