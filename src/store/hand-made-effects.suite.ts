import type { Effect, SessionMoved } from '#chat/effect.ts';
import { nobody } from '#chat/readable/ignoring.ts';
import type { Event, RoomRef, Seq, UserId, UserRef } from '#chat/event.ts';

/** The effects of an entry on the store, as `decide` would give them; for tests. */
export function handMadeEffects(
  seq: Seq,
  from: UserRef,
  event: Event,
  place: {
    readonly run: string;
    readonly at: number;
    readonly room?: RoomRef;
    readonly pair?: readonly [UserId, UserId];
  },
): readonly Effect[] | undefined {
  const { run, at, room, pair } = place;
  const presence = (user: UserRef, guest: boolean, here: boolean): Effect => ({
    kind: 'presence',
    user,
    guest,
    here,
    away: '',
    rooms: [],
    until: 0,
  });
  const joining = (): readonly Effect[] => {
    if (!room) return [];
    const made: Effect = { kind: 'room', room, pair: undefined, by: from.id };
    const member: Effect = { kind: 'member', room, user: from.id, role: 'member' };
    return room.id === seq ? [made, member] : [member];
  };
  const account = (change: 'made' | 'credential' | 'removed', here = false): Effect => ({
    kind: 'account',
    change,
    user: from,
    at,
    delivered: seq,
    here,
  });
  switch (event.kind) {
    case 'edited':
    case 'redacted': {
      const text = event.kind === 'edited' ? event.text : undefined;
      const before = { kind: 'message', text: '' } as const;
      return room && [{ kind: 'text', seq: event.target, room: room.id, from: from.id, text, at: seq, before }];
    }
    case 'reacted':
      return [{ kind: 'reaction', seq: event.target, user: from, emoji: event.emoji, on: event.on }];
    case 'founded':
      return [{ kind: 'epoch', epoch: event.epoch }];
    case 'began':
      return [
        { kind: 'run', id: seq, runId: run, node: event.node },
        ...event.ended.map((user) => presence(user, true, false)),
      ];
    case 'came': {
      const { was } = event;
      const left = was ? [presence(was, true, false)] : [];
      const first = event.guest && from.id === seq ? [presence(from, true, true)] : [];
      return [...left, ...first, ...(event.joined ? joining() : []), sessionMoved(from.id, was?.id ?? 0)];
    }
    case 'went':
      return [sessionMoved(0, from.id), presence(from, event.guest, false)];
    case 'renamed':
      return [{ kind: 'name', user: from }];
    case 'joined':
      return joining();
    case 'left':
      return room && [{ kind: 'member', room, user: from.id, role: undefined }];
    case 'topic':
      return room && [{ kind: 'roomState', room: room.id, name: 'topic', value: event.text, before: undefined }];
    case 'set':
      return room && [{ kind: 'roomState', room: room.id, name: event.name, value: event.value, before: undefined }];
    case 'roomNamed':
      return room && [{ kind: 'roomName', room, before: event.before }];
    case 'closed':
      return room && [{ kind: 'roomClosed', room }];
    case 'role':
      return room && [{ kind: 'role', room: room.id, user: event.user.id, role: event.role }];
    case 'message':
      return pair && room?.id === seq ? [{ kind: 'room', room, pair, by: from.id }] : undefined;
    case 'tokenMade': {
      const { purpose, uses, until = 0, account, to } = event;
      const hash = seq.toString(16).padStart(64, '0');
      const token = {
        id: seq,
        hash,
        purpose,
        owner: account?.id ?? 0,
        room: to?.id ?? 0,
        until,
        uses,
        at,
        by: from.id,
        scopes: event.scopes ?? [],
        label: event.label ?? '',
        used: at,
      };
      return [{ kind: 'token', change: 'made', token }];
    }
    case 'tokenRevoked':
      return [{ kind: 'token', change: 'revoked', id: event.token, account: 0 }];
    case 'serverRole':
      return [{ kind: 'serverRole', user: event.user.id, role: event.role === 'none' ? undefined : event.role }];
    case 'setting':
      return [{ kind: 'chatSetting', name: event.name, value: event.value }];
    case 'listed':
    case 'unlisted':
    case 'kicked':
    case 'invited':
      return undefined;
    case 'away':
      return [{ kind: 'away', user: from.id, text: event.text }];
    case 'registered':
    case 'registeredWith':
      return [account('made')];
    case 'credential':
      return [account('credential')];
    case 'unregistered':
      return [account('removed', event.here)];
  }
}

/** The session belongs to `user` from now on, and belonged to `was` before; 0: nobody. */
export const sessionMoved = (user: UserId, was: UserId, more: Partial<SessionMoved> = {}): SessionMoved => ({
  kind: 'session',
  user,
  was,
  guest: true,
  rooms: [],
  entered: 0,
  listener: undefined,
  replaces: undefined,
  mail: false,
  address: undefined,
  ignored: nobody,
  device: 0,
  ...more,
});
