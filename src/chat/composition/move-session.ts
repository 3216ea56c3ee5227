import type { Seat } from '#chat/hub/seat.ts';
import type { Ask } from '#chat/hub/session.ts';
import type { BotSessions } from '#chat/grants/bot-sessions.ts';
import type { World } from '#chat/order/world.ts';
import type { Chat } from '#chat/chat.ts';

export interface MovingOptions {
  readonly world: Pick<World, 'run'>;
  /** The id of the node's run. */
  readonly run: string;
  /** The keyed hash of a session's network. */
  readonly addressOf: ((seat: Seat) => string | undefined) | undefined;
  readonly post: Chat['post'];
  readonly bots: Pick<BotSessions, 'move'>;
}

/** See `Chat.move`. */
export function moveSession<A extends Ask>(
  { world, run, addressOf, post, bots }: MovingOptions,
  { seat, earlier, ask }: { readonly seat: Seat<A>; readonly earlier: Seat; readonly ask: A },
): boolean {
  if (earlier.acting) return bots.move(seat, earlier, ask);
  const address = addressOf?.(seat);
  // A move under way may still change the address. The answers come in the order of the requests, so the last link that
  // asks has the session.
  if (world.run(run)?.addresses.get(earlier.id) === address) return false;
  post(seat, { kind: 'moved', session: earlier.id, address }, ask);
  return true;
}
