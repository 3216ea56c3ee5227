import type { Entry, Signal } from '#chat/event.ts';
import type { ByteFormat, Render } from '#chat/hub/format.ts';
import { type Frame, joinFrames } from '#text/frames.ts';

import { pushFrame } from './codec.ts';
import { entryPart, userPart } from './entry-part.ts';

/** Why a session is over: the last frame it is sent. */
export const endings: ReadonlySet<Frame> = new Set([
  pushFrame('ended', { why: 'replaced', retry: false }),
  pushFrame('ended', { why: 'credential', retry: false }),
]);
const [replaced, changed] = [...endings];

const render: Render = (happening, as) =>
  'kind' in happening ? renderSignal(happening) : renderEntry(happening, as === 'waited');

/** The format of all sessions. */
export const webFormat: ByteFormat = {
  render,
  joinable: true,
  pushes: true,
  takesMail: true,
  places: true,
  hears: () => true,
};

function renderSignal(signal: Signal): Frame | undefined {
  switch (signal.kind) {
    case 'stopping':
      return pushFrame('stopping', { in: signal.wait });
    case 'roster':
      return pushFrame('presence-lost', {});
    case 'place':
      return pushFrame('place', { upto: signal.upto });
    case 'ended':
      return signal.why === 'replaced' ? replaced : changed;
    case 'typing':
      return pushFrame('typing', { from: userPart(signal.from), room: signal.to, active: signal.active });
    default:
      return undefined;
  }
}

function renderEntry(entry: Entry, waited: boolean): Frame | undefined {
  const { event, from, room } = entry;
  switch (event.kind) {
    case 'came':
      return pushFrame('presence', {
        user: userPart(from),
        here: true,
        ...(event.joined && room && { joined: { id: room.id, name: room.name } }),
        ...(event.was && { was: userPart(event.was) }),
      });
    case 'went':
      return pushFrame('presence', { user: userPart(from), here: false });
    case 'began':
      return event.ended.length === 0
        ? undefined
        : joinFrames(event.ended.map((user) => pushFrame('presence', { user: userPart(user), here: false })));
    default: {
      const part = entryPart(entry);
      return part && pushFrame('entry', waited ? { ...part, waited } : part);
    }
  }
}
