import type { Entry, Muted, Room, RoomId } from '#dialects/web/protocol.ts';
import { withRoom } from './change.ts';
import type { Model } from './model.ts';

export const withMute = (model: Model, id: RoomId, muted: Muted): Model =>
  withRoom(model, id, (room) => ({ ...room, muted }));

const unmuted = ({ muted: _muted, ...room }: Room): Room => room;

export const withoutMute = (model: Model, id: RoomId): Model =>
  model.rooms.get(id)?.muted ? withRoom(model, id, unmuted) : model;

/** Whether a mask names the user. Whether a pattern matches is known to the server alone, which says so (`you`) when it happens. */
function isOwn({ self }: Model, mask: string): boolean {
  const name = mask.toLowerCase();
  return self !== undefined && [self.name, `account:${self.name}`].some((own) => own.toLowerCase() === name);
}

/** The user was muted, or may write again. A user with an exception may, until that ends. */
export function mutedBy(model: Model, entry: Entry<'listed' | 'unlisted'>, id: RoomId): Model {
  if (entry.list !== 'mute' && !(entry.list === 'exception' && entry.you)) return model;
  if (!entry.you && !isOwn(model, entry.mask)) return model;
  if ((entry.kind === 'listed') === (entry.list === 'exception')) return withoutMute(model, id);
  if (entry.kind === 'unlisted') return withMute(model, id, {});
  // 0: for ever.
  return withMute(model, id, {
    ...(entry.until && { until: entry.until }),
    ...(entry.reason && { reason: entry.reason }),
  });
}

/** The user was muted on the whole server, or may write again. */
export const mutedEverywhere = (model: Model, entry: Entry<'listed' | 'unlisted'>): Model =>
  [...model.rooms.keys()].reduce((all, id) => mutedBy(all, entry, id), model);
