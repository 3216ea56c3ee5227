import type { Role } from '#chat/event.ts';
import { type ListName, listNames } from '#chat/rights/moderation-lists.ts';
import type { Answer } from '#chat/hub/session.ts';
import { maxReason } from '#chat/limits.ts';
import { isRoomSetting } from '#chat/settings/room-settings.ts';
import { maxUses } from '#chat/rights/token.ts';
import { settingNames } from '#chat/settings/room-state.ts';
import type { Frame } from '#text/frames.ts';

import { formatPdu, types } from '../talk-codec.ts';
import { refusedPdu } from './errors.ts';
import type { Fields } from './fields.ts';
import { acknowledged, answerLater, maxName, post, type Row } from './posting.ts';
import type { PendingRequest, RequestingSession } from './requesting-session.ts';

const roles: readonly Role[] = ['member', 'voice', 'operator', 'owner'];
/** UTF-16 units of a mask or of a setting's value: more than the chat allows, which judges them. */
const maxValue = 512;
/** The longest time that may be given, in seconds: ten years. */
const maxSeconds = 315_360_000;

/** What may be done with rooms and their members. Where `room` may be missing, the server is meant. */
export const roomRequests: readonly (readonly [number, Row])[] = [
  [
    types.role,
    (fields, session, request) => {
      const [room, user] = [fields.text('room', maxName), fields.text('user', maxName)];
      const role = fields.optionalChoice('role', roles) ?? 'member';
      return () => post(session, request, { kind: 'role', user, role }, room);
    },
  ],
  [
    types.setting,
    (fields, session, request) => {
      const room = fields.text('room', maxName);
      const name = fields.optionalText('name', maxName);
      if (name === undefined) return () => askSettings(session, request, room);
      const value = fields.anyText('value', maxValue) ?? '';
      if (!isRoomSetting(name)) fields.bad ??= 'name';
      return () => isRoomSetting(name) && post(session, request, { kind: 'set', name, value }, room);
    },
  ],
  [
    types.rename,
    (fields, session, request) => {
      const [room, name] = [fields.text('room', maxName), fields.text('name', maxName)];
      return () => post(session, request, { kind: 'roomNamed', name }, room);
    },
  ],
  [
    types.close,
    (fields, session, request) => {
      const room = fields.text('room', maxName);
      const reason = reasonOf(fields);
      return () => post(session, request, { kind: 'closed', reason }, room);
    },
  ],
  [
    types.kick,
    (fields, session, request) => {
      const room = fields.optionalText('room', maxName);
      const user = fields.text('user', maxName);
      const reason = reasonOf(fields);
      return () => post(session, request, { kind: 'kicked', user, reason }, room);
    },
  ],
  [types.list, listRow],
  [
    types.invite,
    (fields, session, request) => {
      const room = fields.optionalText('room', maxName);
      const user = fields.optionalText('user', maxName);
      const uses = fields.count('uses', 1, maxUses, 1);
      const until = untilOf(fields, session);
      if (user !== undefined && room === undefined) fields.bad ??= 'room';
      if (user === undefined) return () => inviteByCode(session, request, { room, uses, until });
      return () => post(session, request, { kind: 'invited', user, until }, room);
    },
  ],
  [types.invitations, (_fields, session, request) => () => askInvitations(session, request)],
];

const reasonOf = (fields: Fields): string | undefined => fields.optionalText('reason', 2 * maxReason);

/** `for`: seconds from now. */
function untilOf(fields: Fields, { shared: { chat } }: RequestingSession): number | undefined {
  const seconds = fields.count('for', 1, maxSeconds, 0);
  return seconds === 0 ? undefined : chat.clock.now() + 1000 * seconds;
}

/** Puts a mask into a list, takes it out with `on: false`, or without a mask shows the list. */
function listRow(fields: Fields, session: RequestingSession, request: PendingRequest): () => void {
  const room = fields.optionalText('room', maxName);
  const list = fields.optionalChoice('list', listNames);
  const mask = fields.optionalText('mask', maxValue);
  const on = fields.optionalFlag('on', true);
  const reason = reasonOf(fields);
  const kick = fields.optionalFlag('kick', false) || undefined;
  const until = untilOf(fields, session);
  if (list === undefined) {
    fields.bad ??= 'list';
    return () => {};
  }
  if (mask === undefined) return () => askList(session, request, list, room);
  return () =>
    post(
      session,
      request,
      on ? { kind: 'listed', list, mask, until, reason, kick } : { kind: 'unlisted', list, mask },
      room,
    );
}

interface Code {
  readonly room: string | undefined;
  readonly uses: number;
  readonly until: number | undefined;
}

/** Makes a code for a person who is not here. Only its hash is kept, so the code is sent once. */
function inviteByCode(session: RequestingSession, { stream, ref }: PendingRequest, { room, uses, until }: Code): void {
  const { chat } = session.shared;
  const { code, hash } = chat.newCode();
  const purpose = room === undefined ? 'invite-server' : 'invite-room';
  const word = (answer: Answer): Frame =>
    answer.kind === 'entry'
      ? formatPdu(
          types.invite,
          { ...(room !== undefined && { room }), code, uses, ...(until !== undefined && { until }) },
          ref,
        )
      : acknowledged(session, answer, ref);
  chat.post(session.seat, { kind: 'tokenMade', purpose, hash, uses, until }, { stream, word }, room);
}

function askSettings(session: RequestingSession, request: PendingRequest, name: string): void {
  answerLater(session, request, () => {
    const { chat } = session.shared;
    const found = chat.channel(session.seat, name);
    if (typeof found === 'string') return refusedPdu(chat.tellNewName(session.seat, found, name), request.ref);
    const { room, state } = found;
    const values = settingNames.flatMap((each) => {
      const value = each === 'topic' ? undefined : state[each]?.value;
      return value === undefined ? [] : [[each, value] as const];
    });
    return formatPdu(types.setting, { room: room.name, settings: Object.fromEntries(values) }, request.ref);
  });
}

function askList(session: RequestingSession, request: PendingRequest, list: ListName, room: string | undefined): void {
  answerLater(session, request, () => {
    const { chat } = session.shared;
    const found = chat.lists(session.seat, list, room);
    if (typeof found === 'string') return refusedPdu(chat.tellNewName(session.seat, found, room ?? ''), request.ref);
    const masks = found.map(({ mask, hash, by, at, until, reason }) => ({
      mask,
      ...(hash !== undefined && { hash }),
      by: by.name,
      time: at,
      ...(until !== 0 && { until }),
      ...(reason !== '' && { reason }),
    }));
    return formatPdu(types.list, { ...(room !== undefined && { room }), list, masks }, request.ref);
  });
}

function askInvitations(session: RequestingSession, request: PendingRequest): void {
  answerLater(session, request, () => {
    const invitations = session.shared.chat
      .invitations(session.seat)
      .map(({ room, by, until }) => ({ room: room.name, by: by.name, ...(until !== 0 && { until }) }));
    return formatPdu(types.invitations, { invitations }, request.ref);
  });
}
