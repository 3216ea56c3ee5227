import type { RoomId, UserId } from '#chat/event.ts';
import { wholeServer } from '#chat/rights/moderation-lists.ts';
import { rankOf, type RightsWorld, serverRoleOf } from '#chat/rights/rights.ts';
import type { Immunity } from './speech-rules.ts';

/**
 * How far the lists of a room, or of the server, hit a user. A mask `*` that was added by mistake must not hit the
 * users who can remove it. A row that names an operator hits that operator: only an owner can add such a row.
 */
export function immunityOf(world: RightsWorld, user: UserId, room: RoomId): Immunity {
  const serverRole = serverRoleOf(world, user);
  if (serverRole === 'owner') return 'all';
  if (room === wholeServer) return serverRole ? 'some' : 'none';
  const rank = rankOf(world, user, room);
  if (serverRole || rank === 'owner') return 'all';
  return rank === 'operator' ? 'some' : 'none';
}
