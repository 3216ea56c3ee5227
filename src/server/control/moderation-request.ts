import type { Millis } from '#chat/event.ts';
import { isListName, type ListName } from '#chat/rights/moderation-lists.ts';
import { type Fields, isCount, isFlag, isName, isOptional, isText, wrong } from './fields.ts';

/** Requests to remove or ban users from a channel, or without `room` from the server, and to send messages. */
export type ModerationRequest =
  | {
      readonly kind: 'kick';
      readonly name: string;
      readonly room?: string | undefined;
      readonly reason?: string | undefined;
    }
  /** Invites a person to a channel. */
  | {
      readonly kind: 'invite-person';
      readonly name: string;
      readonly room: string;
      readonly until?: Millis | undefined;
    }
  /**
   * Adds a mask to a list. Answers a `HitRecord` for a ban or a mute. `kick`: removes matching members from the
   * channel.
   */
  | {
      readonly kind: 'list-add';
      readonly list: ListName;
      readonly mask: string;
      readonly room?: string | undefined;
      readonly until?: Millis | undefined;
      readonly reason?: string | undefined;
      readonly kick?: boolean | undefined;
    }
  /** The users that a mask would match: a `HitRecord`. */
  | {
      readonly kind: 'list-hits';
      readonly list: 'ban' | 'mute';
      readonly mask: string;
      readonly room?: string | undefined;
    }
  | {
      readonly kind: 'list-remove';
      readonly list: ListName;
      readonly mask: string;
      readonly room?: string | undefined;
    }
  /** The rows of a list that have not ended: a `ListRecord` each. */
  | { readonly kind: 'list'; readonly list: ListName; readonly room?: string | undefined }
  /** Sends a message of the server to a channel. */
  | { readonly kind: 'say'; readonly room: string; readonly text: string };

const [isOptionalName, isOptionalCount, isOptionalText] = [isOptional(isName), isOptional(isCount), isOptional(isText)];

type Parsers = {
  readonly [K in ModerationRequest['kind']]: (fields: Fields) => (ModerationRequest & { kind: K }) | string;
};

/** A string is an error sentence about the fields. */
export const moderationParsers: Parsers = {
  kick(fields) {
    const [name, room, reason] = [fields.get('name'), fields.get('room'), fields.get('reason')];
    if (!isName(name)) return wrong('name');
    if (!isOptionalName(room)) return wrong('room');
    return isOptionalText(reason) ? { kind: 'kick', name, room, reason } : wrong('reason');
  },
  'invite-person'(fields) {
    const [name, room, until] = [fields.get('name'), fields.get('room'), fields.get('until')];
    if (!isName(name)) return wrong('name');
    if (!isName(room)) return wrong('room');
    return isOptionalCount(until) ? { kind: 'invite-person', name, room, until } : wrong('until');
  },
  'list-add'(fields) {
    const place = placeOf(fields);
    if (typeof place === 'string') return place;
    const mask = fields.get('mask');
    const [until, reason, kick] = [fields.get('until'), fields.get('reason'), fields.get('kick')];
    if (!isName(mask)) return wrong('mask');
    if (!isOptionalCount(until)) return wrong('until');
    if (!isOptionalText(reason)) return wrong('reason');
    return isFlag(kick) ? { kind: 'list-add', ...place, mask, until, reason, kick } : wrong('kick');
  },
  'list-hits'(fields) {
    const place = placeOf(fields);
    if (typeof place === 'string') return place;
    const { list, room } = place;
    if (list !== 'ban' && list !== 'mute') return wrong('list');
    const mask = fields.get('mask');
    return isName(mask) ? { kind: 'list-hits', list, mask, room } : wrong('mask');
  },
  'list-remove'(fields) {
    const place = placeOf(fields);
    if (typeof place === 'string') return place;
    const mask = fields.get('mask');
    return isName(mask) ? { kind: 'list-remove', ...place, mask } : wrong('mask');
  },
  list(fields) {
    const place = placeOf(fields);
    return typeof place === 'string' ? place : { kind: 'list', ...place };
  },
  say(fields) {
    const [room, text] = [fields.get('room'), fields.get('text')];
    if (!isName(room)) return wrong('room');
    return isText(text) ? { kind: 'say', room, text } : wrong('text');
  },
};

function placeOf(fields: Fields): { readonly list: ListName; readonly room: string | undefined } | string {
  const [list, room] = [fields.get('list'), fields.get('room')];
  if (typeof list !== 'string' || !isListName(list)) return wrong('list');
  return isOptionalName(room) ? { list, room } : wrong('room');
}
