import { formatCursor } from '#chat/cursor.ts';
import { type Entry, isImported, type Seq, type Signal, type Speaker, timeOf } from '#chat/event.ts';
import type { ByteFormat, Render } from '#chat/hub/format.ts';
import { type Frame, joinFrames } from '#text/frames.ts';

import { formatPdu, type Payload, types } from '../talk-codec.ts';
import { errorPdu } from './errors.ts';

/** A user, as PDUs name it. */
export const userPart = ({ id, name, account }: Speaker): Payload => ({ id, name, account: account ?? false });

/** Why a session is over: the last PDU it is sent. */
export const endings: ReadonlySet<Frame> = new Set([errorPdu('replaced'), errorPdu('account-changed')]);
const [replaced, changed] = [...endings];

/** The format of all sessions of a listener. `epoch`: the order's. */
export function formatOf(epoch: () => string): ByteFormat {
  const cursorOf = (seq: Seq): string => formatCursor({ epoch: epoch(), seq });
  const render: Render = (happening, as) =>
    'kind' in happening ? renderSignal(happening, cursorOf) : renderEntry(happening, as === 'waited', cursorOf);
  return { render, joinable: true, pushes: true, takesMail: true, places: true, hears: () => true };
}

function renderSignal(signal: Signal, cursorOf: (seq: Seq) => string): Frame | undefined {
  switch (signal.kind) {
    case 'stopping':
      return formatPdu(types.shutdown, { in: signal.wait });
    case 'roster':
      return formatPdu(types.presenceLost, {});
    case 'place':
      return formatPdu(types.cursor, { resume: cursorOf(signal.upto) });
    case 'ended':
      return signal.why === 'replaced' ? replaced : changed;
    case 'typing':
      return formatPdu(types.typing, { from: userPart(signal.from), to: signal.to, active: signal.active });
    default:
      return undefined;
  }
}

/** What is kept is an EVENT; who comes and goes is a PRESENCE. */
function renderEntry(entry: Entry, waited: boolean, cursorOf: (seq: Seq) => string): Frame | undefined {
  const { event, from, room } = entry;
  switch (event.kind) {
    case 'came':
      return formatPdu(types.presence, {
        user: userPart(from),
        here: true,
        ...(event.joined && room && { joined: room.name }),
        ...(event.was && { was: event.was.name }),
      });
    case 'went':
      return formatPdu(types.presence, { user: userPart(from), here: false });
    case 'began':
      return event.ended.length === 0
        ? undefined
        : joinFrames(event.ended.map((user) => formatPdu(types.presence, { user: userPart(user), here: false })));
    default: {
      const payload = eventPart(entry, cursorOf(entry.seq));
      return payload && formatPdu(types.event, waited ? { ...payload, waited } : payload);
    }
  }
}

/** The payload of an EVENT, and of a PAST. Undefined for what users are not shown. */
export function eventPart(entry: Entry, cursor: string): Payload | undefined {
  const text = textOf(entry);
  if (text === undefined) return undefined;
  const { event, from, room, via } = entry;
  return {
    kind: event.kind,
    cursor,
    time: timeOf(entry),
    from: userPart(from),
    ...(room && { to: room.name }),
    text,
    ...(event.kind === 'topic' && { topic: event.text }),
    ...(event.kind === 'renamed' && { before: event.before }),
    ...(via !== undefined && { via }),
    ...(isImported(entry) && { imported: true }),
  };
}

/** What a client shows that does not know the kind. */
function textOf({ event, from, room }: Entry): string | undefined {
  switch (event.kind) {
    case 'message':
      return event.text;
    case 'joined':
      return `${from.name} joined ${room?.name}`;
    case 'left':
      return `${from.name} left ${room?.name}`;
    case 'topic':
      return event.text === '' ? `${from.name} removed the topic` : `${from.name} set the topic: ${event.text}`;
    case 'renamed':
      return `${event.before} is now ${from.name}`;
    default:
      return undefined;
  }
}
