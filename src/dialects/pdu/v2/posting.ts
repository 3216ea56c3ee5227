import { type Cursor, formatCursor } from '#chat/cursor.ts';
import type { Asked } from '#chat/event.ts';
import type { Answer } from '#chat/hub/session.ts';
import type { Frame } from '#text/frames.ts';

import { formatPdu, type Payload, type Ref, types } from '../talk-codec.ts';
import { refusedPdu } from './errors.ts';
import type { Fields } from './fields.ts';
import type { PendingRequest, RequestingSession } from './requesting-session.ts';

/** Reads the payload, and returns what to do unless a field of it is bad. */
export type Row = (fields: Fields, session: RequestingSession, request: PendingRequest) => () => void;

/** UTF-16 units of a name of a user or a room: more than the chat allows, which judges them. */
export const maxName = 256;

/** Requests an event, and answers with an ACK or an error. */
export function post(
  session: RequestingSession,
  { stream, ref }: PendingRequest,
  event: Asked,
  room?: string,
  once?: string,
): void {
  const word = (answer: Answer): Frame => acknowledged(session, answer, ref);
  session.shared.chat.post(session.seat, event, { stream, word }, room, once);
}

/** Whether a cursor is of another history. */
export const isOther = ({ shared: { chat } }: RequestingSession, cursor: Cursor | undefined): boolean =>
  cursor !== undefined && cursor.epoch !== chat.cursor().epoch;

/** The ACK of what was done, with its place, or the error. */
export function acknowledged({ shared: { chat } }: RequestingSession, answer: Answer, ref: Ref | undefined): Frame {
  if (answer.kind === 'refusal') return refusedPdu(answer, ref);
  const ack = (payload: Payload): Frame => formatPdu(types.ack, payload, ref);
  const cursorOf = (seq: number): string => formatCursor({ epoch: chat.cursor().epoch, seq });
  switch (answer.kind) {
    case 'entry': {
      const { seq, at, room, event } = answer.entry;
      const named = event.kind === 'joined' || event.kind === 'left' ? { room: room?.name } : {};
      return ack({
        cursor: cursorOf(seq),
        time: at,
        ...named,
        ...(answer.waits && { waits: true }),
        ...(answer.away !== undefined && { away: answer.away }),
      });
    }
    case 'again':
      return ack({ cursor: cursorOf(answer.seq), again: true });
    case 'no-op':
      return ack({ already: true, ...(answer.room && { room: answer.room.name }) });
    case 'applied':
      return ack({});
  }
}

/** An answer that is made when its turn comes. */
export function answerLater(session: RequestingSession, { stream }: PendingRequest, make: () => Frame): void {
  session.shared.chat.say(session.seat, () => stream.give(make()));
}
