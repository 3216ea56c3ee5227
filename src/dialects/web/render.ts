import type { Ended, Entry, Signal } from '#chat/event.ts';
import type { As, Render } from '#chat/hub/format.ts';
import { type Frame, joinFrames } from '#text/frames.ts';

import { pushFrame } from './codec.ts';
import { entryPart, refPart, userPart } from './entry-part.ts';

/** The frames after which a session is over. */
const lastFrames = new WeakSet<Frame>();

/** Whether this frame says why the session ends. */
export const isLast = (frame: Frame): boolean => lastFrames.has(frame);

/** What happens, as a push. */
export const render: Render = (happening, as) =>
  'kind' in happening ? renderSignal(happening) : renderEntry(happening, as);

function renderSignal(signal: Signal): Frame | undefined {
  switch (signal.kind) {
    case 'stopping':
      return pushFrame('stopping', { in: signal.wait });
    case 'roster':
      return pushFrame('presence-lost', {});
    case 'place':
      return pushFrame('place', { upto: signal.upto });
    case 'ended':
      return endedFrame(signal);
    case 'typing':
      return pushFrame('typing', { from: userPart(signal.from), room: signal.to, active: signal.active });
    case 'presence':
      return pushFrame('idle', { user: userPart(signal.from), on: signal.idle });
    case 'back':
      return pushFrame('away', { user: userPart(signal.from), text: '' });
    case 'read': {
      const { room, upto, back } = signal;
      return pushFrame('was-read', { room: room.id, upto, ...(back && { back }) });
    }
    case 'level':
      return pushFrame('was-levelled', { room: signal.room.id, level: signal.level });
    case 'ignored':
      return pushFrame('was-ignored', { user: refPart(signal.user), on: signal.on });
    default:
      return undefined;
  }
}

function endedFrame({ why, until, reason }: Ended): Frame {
  const frame = pushFrame('ended', {
    why: why === 'logged-out' ? 'credential' : why,
    ...(until !== undefined && { until }),
    ...(reason !== undefined && { reason }),
    retry: false,
  });
  lastFrames.add(frame);
  return frame;
}

function renderEntry(entry: Entry, as: As): Frame | undefined {
  const { event, from, room } = entry;
  switch (event.kind) {
    case 'came':
      return pushFrame('presence', {
        user: userPart(from),
        here: true,
        ...(event.joined && room && { joined: { id: room.id, name: room.name } }),
        ...(event.was && { was: userPart(event.was) }),
        ...(event.away !== undefined && { away: event.away }),
      });
    case 'registered':
    case 'registeredWith':
      return pushFrame('presence', { user: userPart(from), here: true });
    case 'away':
      return pushFrame('away', { user: userPart(from), text: event.text });
    case 'went':
      return pushFrame('presence', { user: userPart(from), here: false });
    case 'began':
      return event.ended.length === 0
        ? undefined
        : joinFrames(event.ended.map((user) => pushFrame('presence', { user: userPart(user), here: false })));
    default: {
      const part = entryPart(entry);
      if (!part) return undefined;
      const isListing = part.kind === 'listed' || part.kind === 'unlisted';
      if (as === 'target' && isListing) return pushFrame('entry', { ...part, you: true });
      return pushFrame('entry', as === 'waited' ? { ...part, waited: true } : part);
    }
  }
}
