import type { ServerRole } from '#chat/event.ts';

/** An entry as shown by `polylogue history --json` and sent over the control socket. Stable: fields are not removed. */
export interface HistoryRecord {
  readonly seq: number;
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** `account`: whether the sender had an account; older versions did not store it. */
  readonly from: { readonly id: number; readonly name: string; readonly account?: boolean };
  readonly room: { readonly id: number; readonly name: string };
  /** The sender's dialect, such as `nick`; older versions did not store it. */
  readonly via?: string;
  readonly event: EventRecord;
}

export interface EventRecord {
  readonly kind: string;
  /** The present text of a message; or that of a topic or an edit. */
  readonly text?: string;
  /** The old name, for a renaming. */
  readonly before?: string;
  /** The original time of an imported message: ISO 8601, UTC. */
  readonly said?: string;
  /** For messages. */
  readonly style?: string;
  readonly replyTo?: number;
  readonly edited?: boolean;
  readonly redacted?: boolean;
  /** The message that was edited, removed or reacted to, and its author if stored. */
  readonly target?: number;
  readonly of?: { readonly id: number; readonly name: string };
  readonly reason?: string;
  /** The user who got a role, was kicked or was invited. */
  readonly user?: { readonly id: number; readonly name: string };
  readonly role?: string;
  /** For a setting of the room. */
  readonly name?: string;
  readonly value?: string;
  /** For a ban, a mute, an exception or an invitation. */
  readonly list?: string;
  readonly mask?: string;
  readonly emoji?: string;
  /** False: the reaction was removed. */
  readonly on?: boolean;
}

/** Follows the existing entries when a room is followed. */
export const upToDate: { readonly upToDate: true } = { upToDate: true };

export const isUpToDate = (value: unknown): boolean => isObject(value) && 'upToDate' in value;

/** A room as listed by `polylogue history --json`. Stable: fields are not removed. */
export interface RoomRecord {
  readonly id: number;
  /** For channels. */
  readonly name?: string;
  /** For closed channels. `history` takes their number, `@17`, because the name is free again. */
  readonly closed?: true;
  /** The two users of a private room. A former guest has the first name it used there. */
  readonly between?: readonly RoomMember[];
  readonly entries: number;
  /** The time of the last entry: ISO 8601, UTC; null: no entries. */
  readonly last: string | null;
}

export interface RoomMember {
  readonly id: number;
  readonly name: string;
  readonly account: boolean;
}

/** An account as shown by `polylogue account list --json`. */
export interface AccountRecord {
  readonly name: string;
  /** ISO 8601, UTC; null: an older version, which did not store it, created the account. */
  readonly registered: string | null;
  readonly present: boolean;
  /** Its role in the server, if it has one. */
  readonly role?: ServerRole;
}

/** Undefined if it is not a record. */
export function parseRecord(value: unknown): HistoryRecord | undefined {
  if (!isObject(value) || !('seq' in value && 'id' in value && 'at' in value)) return undefined;
  if (!('from' in value && 'room' in value && 'event' in value)) return undefined;
  const { seq, id, at } = value;
  const [from, room, event] = [speakerOf(value.from), refOf(value.room), eventOf(value.event)];
  const via = 'via' in value && typeof value.via === 'string' ? { via: value.via } : {};
  if (typeof seq !== 'number' || typeof id !== 'string' || typeof at !== 'string') return undefined;
  return from && room && event && { seq, id, at, from, room, ...via, event };
}

/** The number of entries with a time after now; undefined if it is not that item. */
export function parseLater(value: unknown): number | undefined {
  return isObject(value) && 'later' in value && typeof value.later === 'number' ? value.later : undefined;
}

/** Undefined if it is not an account. */
export function parseAccount(value: unknown): AccountRecord | undefined {
  if (!isObject(value) || !('name' in value && 'registered' in value && 'present' in value)) return undefined;
  const { name, registered, present } = value;
  if (typeof name !== 'string' || typeof present !== 'boolean') return undefined;
  if (registered !== null && typeof registered !== 'string') return undefined;
  const role = 'role' in value ? value.role : undefined;
  return { name, registered, present, ...((role === 'operator' || role === 'owner') && { role }) };
}

/** Undefined if it is not a room. */
export function parseRoom(value: unknown): RoomRecord | undefined {
  if (!isObject(value) || !('id' in value && 'entries' in value && 'last' in value)) return undefined;
  const { id, entries, last } = value;
  if (typeof id !== 'number' || typeof entries !== 'number') return undefined;
  if (last !== null && typeof last !== 'string') return undefined;
  const name = 'name' in value && typeof value.name === 'string' ? { name: value.name } : {};
  const between = 'between' in value && Array.isArray(value.between) ? value.between.map(memberOf) : [];
  const both = between.filter((each) => each !== undefined);
  const closed = 'closed' in value && value.closed === true ? ({ closed: true } as const) : {};
  return { id, ...name, ...closed, ...(both.length > 0 && { between: both }), entries, last };
}

function memberOf(value: unknown): RoomMember | undefined {
  const ref = refOf(value);
  if (!ref || !isObject(value) || !('account' in value) || typeof value.account !== 'boolean') return undefined;
  return { ...ref, account: value.account };
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function speakerOf(value: unknown): HistoryRecord['from'] | undefined {
  const ref = refOf(value);
  if (!ref || !isObject(value) || !('account' in value) || typeof value.account !== 'boolean') return ref;
  return { ...ref, account: value.account };
}

function refOf(value: unknown): HistoryRecord['room'] | undefined {
  if (!isObject(value) || !('id' in value && 'name' in value)) return undefined;
  const { id, name } = value;
  return typeof id === 'number' && typeof name === 'string' ? { id, name } : undefined;
}

const texts = ['text', 'before', 'said', 'style', 'reason', 'emoji', 'role', 'name', 'value', 'list', 'mask'] as const;
const numbers = ['replyTo', 'target'] as const;
const flags = ['edited', 'redacted', 'on'] as const;

function eventOf(value: unknown): EventRecord | undefined {
  if (!isObject(value) || !('kind' in value) || typeof value.kind !== 'string') return undefined;
  const fields = new Map<string, unknown>(Object.entries(value));
  const [of, user] = [refOf(fields.get('of')), refOf(fields.get('user'))];
  return {
    kind: value.kind,
    ...pick(fields, texts, (field) => typeof field === 'string'),
    ...pick(fields, numbers, (field) => typeof field === 'number'),
    ...pick(fields, flags, (field) => typeof field === 'boolean'),
    ...(of && { of }),
    ...(user && { user }),
  };
}

/** The fields that have the type. */
function pick<N extends string, T>(
  fields: ReadonlyMap<string, unknown>,
  names: readonly N[],
  is: (field: unknown) => field is T,
): { readonly [name in N]?: T } {
  const found: { [name in N]?: T } = {};
  for (const name of names) {
    const field = fields.get(name);
    if (is(field)) found[name] = field;
  }
  return found;
}
