import type { Frame } from '#text/frames.ts';
import type { Signal } from '#chat/event.ts';
import type { OnBug } from './outgoing.ts';
import type { Seat } from './seat.ts';
import type { Render } from './session.ts';

/** Writes a signal to all of these sessions, rendered once for each kind of listener. */
export function sendSignal(seats: Iterable<Seat>, signal: Signal, onBug: OnBug): void {
  const frames = new Map<Render, readonly Frame[]>();
  for (const seat of seats) {
    const { render } = seat.session;
    try {
      let rendered = frames.get(render);
      if (!rendered) {
        const frame = render(signal, 'other');
        frames.set(render, (rendered = frame ? [frame] : []));
      }
      if (rendered.length > 0) seat.session.send(rendered);
    } catch (error) {
      onBug(error, seat);
    }
  }
}
