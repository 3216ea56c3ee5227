import type { Room } from '#dialects/web/protocol.ts';
import { nameOf } from '#web/model/rooms.ts';
import { connection } from './connection.ts';

/** The server shows a notice for 6 s, and accepts one in 3 s. */
const pace = 3200;

let told = -Infinity;
/** The room in which the user is shown as typing. */
let shownIn: string | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

function tell(name: string): void {
  told = performance.now();
  shownIn = name;
  connection.typing(name, true);
}

/** The text in the field has changed: notifies the others, as often as the server accepts it. */
export function typed(room: Room, text: string): void {
  const name = nameOf(room);
  clearTimeout(timer);
  if (text === '' || text.startsWith('/')) return stopped();
  const wait = told + pace - performance.now();
  if (wait <= 0) tell(name);
  else if (shownIn !== name) timer = setTimeout(() => tell(name), wait);
}

/** The user has cleared the field or left the room. */
export function stopped(): void {
  clearTimeout(timer);
  if (shownIn !== undefined) connection.typing(shownIn, false);
  shownIn = undefined;
}

/** The message itself ends the notice. */
export function sent(): void {
  clearTimeout(timer);
  shownIn = undefined;
}
