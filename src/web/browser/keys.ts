import { go } from './room-actions.ts';
import { focusComposer } from './focus.ts';
import { dialog, drawer, type Drawer, endWanted, openRoom, phase, roomList } from './store.ts';
import { nameOf } from '#web/model/rooms.ts';

/** Opens the room this many places below the open one in the list. `unread`: counts only rooms with something new. */
function step(by: 1 | -1, unread: boolean): void {
  const { channels, people } = roomList.value;
  const all = [...channels, ...people];
  const now = all.findIndex((room) => room.id === openRoom.value?.id);
  for (let n = 1; n <= all.length; n++) {
    const room = all[(now + by * n + all.length * 2) % all.length];
    if (room && (!unread || (room.unread > 0 && room.level !== 'nothing'))) return go(nameOf(room));
  }
}

const toggle = (which: Drawer): void => {
  drawer.value = drawer.value === which ? 'none' : which;
};

/** Closes the open part; if nothing is open, shows the newest message. */
function escape(): void {
  if (drawer.value === 'none') endWanted.value++;
  drawer.value = 'none';
}

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

function lastMessage(): void {
  const rows = document.querySelectorAll<HTMLElement>('.messages [data-seq]');
  rows[rows.length - 1]?.focus();
}

/** A name for a key with its modifiers, such as `Ctrl k`. On a Mac, Cmd counts as Ctrl. */
function nameOfKey(event: KeyboardEvent): string {
  const modifiers = [
    (event.ctrlKey || event.metaKey) && 'Ctrl',
    event.altKey && 'Alt',
    event.shiftKey && event.key.length > 1 && 'Shift',
  ];
  // Alt changes the character on some keyboards, so the physical key is used.
  const key = event.altKey && event.code.startsWith('Key') ? event.code.slice(3).toLowerCase() : event.key;
  return [...modifiers.filter(Boolean), key.length === 1 ? key.toLowerCase() : key].join(' ');
}

const acts: Readonly<Record<string, () => void>> = {
  'Ctrl k': () => (dialog.value = { kind: 'switcher' }),
  'Ctrl f': () => toggle('search'),
  'Alt m': () => toggle('members'),
  'Alt i': () => toggle('inspector'),
  'Alt ArrowUp': () => step(-1, false),
  'Alt ArrowDown': () => step(1, false),
  'Alt Shift ArrowUp': () => step(-1, true),
  'Alt Shift ArrowDown': () => step(1, true),
  'Ctrl ArrowUp': lastMessage,
};

function act(event: KeyboardEvent): boolean {
  const name = nameOfKey(event);
  if (name === '?' && !isWriting(event.target)) dialog.value = { kind: 'keys' };
  else if (name === 'Escape') escape();
  else if (acts[name]) acts[name]();
  else if (!isWriting(event.target) && isTyped(event)) {
    // The person begins to type a message: the character also goes into the field.
    focusComposer();
    return false;
  } else return false;
  return true;
}

const isTyped = (event: KeyboardEvent): boolean =>
  event.key.length === 1 &&
  event.key !== ' ' &&
  !event.ctrlKey &&
  !event.altKey &&
  !event.metaKey &&
  !(event.target instanceof HTMLElement && event.target.closest('[data-seq], .drawer, [role=menu]'));

/** Listens for the keys that work everywhere. */
export function beginKeys(): void {
  addEventListener('keydown', (event) => {
    if (phase.value.kind !== 'in' || event.isComposing || event.defaultPrevented) return;
    if (dialog.value !== undefined) return;
    if (act(event)) event.preventDefault();
  });
}
