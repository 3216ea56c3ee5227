import { withRoomOf } from '#web/browser/store.ts';
import { messageAt } from './floating-tools.tsx';
import { showTools } from './message-tools.ts';

/** A touch of this length, in ms, opens the tools of the touched message. */
const rest = 450;

/** Listens on a list of messages; returns a function that stops. */
export function onLongPress(list: HTMLElement, roomId: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const cancel = (): void => clearTimeout(timer);
  const begin = (event: TouchEvent): void => {
    cancel();
    const found = messageAt(event.target);
    if (!found || event.touches.length > 1) return;
    timer = setTimeout(() => withRoomOf(roomId, (room) => showTools(room, found.message, found.row)), rest);
  };
  const events = ['touchend', 'touchmove', 'touchcancel'] as const;
  list.addEventListener('touchstart', begin, { passive: true });
  for (const event of events) list.addEventListener(event, cancel, { passive: true });
  return () => {
    cancel();
    list.removeEventListener('touchstart', begin);
    for (const event of events) list.removeEventListener(event, cancel);
  };
}
