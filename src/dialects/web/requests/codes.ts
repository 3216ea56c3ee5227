import { maxUses, type TokenRow } from '#chat/rights/token.ts';

import { donePart } from '../done-part.ts';
import type { Invitation } from '../protocol.ts';
import { roomRef } from '../room-part.ts';
import type { Rows } from '../requesting-session.ts';
import { maxName } from './names.ts';

/** How often an invitation can be used, and for how many seconds, where the client does not say. */
const [usualUses, usualSeconds] = [1, 7 * 24 * 3600];
/** The longest time, in seconds: ten years. */
const longest = 315_360_000;
/** Codes that are looked at for one answer. */
const maxCodes = 200;

/** Invitations by code, to a room or to the server. */
export const codes: Rows = {
  'invite-code'(fields, session, request) {
    const room = fields.optionalText('room', maxName);
    const uses = fields.optionalCount('uses', 1, maxUses) ?? usualUses;
    const seconds = fields.optionalCount('seconds', 1, longest) ?? usualSeconds;
    const { chat } = session;
    return () => {
      const { code, hash } = chat.newCode();
      const until = chat.clock.now() + seconds * 1000;
      const purpose = room === undefined ? 'invite-server' : 'invite-room';
      const to = room === undefined ? undefined : roomRef(session, room);
      session.post(
        request,
        { kind: 'tokenMade', purpose, hash, uses, until },
        (done) => {
          const id = done.kind === 'entry' ? String(done.entry.seq) : '';
          return { code, invitation: { id, until, uses, ...(to && { room: to }) } };
        },
        { room, about: room ?? '' },
      );
    };
  },

  invitations(fields, session, request) {
    const room = fields.optionalText('room', maxName);
    const after = fields.optionalCount('after') ?? 0;
    return () =>
      session.say(
        request,
        () => {
          const to = room === undefined ? undefined : roomRef(session, room);
          if (to?.id === 0) return 'no-room';
          const purpose = to ? 'invite-room' : 'invite-server';
          const rows = session.chat.tokens(session.seat, after, maxCodes);
          const wanted = rows.filter((row) => row.purpose === purpose && row.room === (to?.id ?? 0));
          const last = rows.at(-1);
          const next = rows.length === maxCodes && last ? { next: last.id } : {};
          return { invitations: wanted.map((row) => invitationOf(row, to)), ...next };
        },
        room,
      );
  },

  revoke(fields, session, request) {
    const id = fields.text('id', 16);
    if (!/^[0-9]{1,15}$/.test(id)) fields.bad ??= 'id';
    return () => session.post(request, { kind: 'tokenRevoked', token: Number(id) }, donePart);
  },
};

function invitationOf({ id, until, uses }: TokenRow, room: Invitation['room']): Invitation {
  return { id: String(id), until, uses, ...(room && { room }) };
}
