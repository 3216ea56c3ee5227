import type { Signal } from '#chat/event.ts';
import type { Format, Item } from '#chat/hub/format.ts';
import type { OnBug } from './outgoing.ts';
import type { Seat } from '#chat/hub/seat.ts';

/** Writes a signal to all of these sessions. */
export function sendSignal(seats: Iterable<Seat>, signal: Signal, onBug: OnBug): void {
  const send = signalSender(signal, onBug);
  for (const seat of seats) send(seat);
}

/** Returns a function that writes the signal to a session. It is rendered once per format. */
export function signalSender(signal: Signal, onBug: OnBug): (seat: Seat) => void {
  const items = new Map<Format, readonly Item[]>();
  return (seat) => {
    const { format } = seat;
    try {
      let rendered = items.get(format);
      if (!rendered) {
        const item = format.render(signal, 'other');
        items.set(format, (rendered = item ? [item] : []));
      }
      if (rendered.length > 0) seat.session.send(rendered);
    } catch (error) {
      onBug(error, seat);
    }
  };
}
