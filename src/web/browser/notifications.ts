import { effect, signal } from '@preact/signals';
import type { Message } from '#dialects/web/protocol.ts';
import { inlineText, parseInline } from '#web/words/inline.ts';
import { roomAddress } from '#web/model/route.ts';
import type { News } from '#web/model/news.ts';
import { callsOf, countText, isChannel, nameOf } from '#web/model/rooms.ts';
import { t } from '#web/words/texts.ts';
import * as storage from './storage.ts';
import { model, openRoom, seen } from './store.ts';

/** Whether the browser has notifications: over plain HTTP from another machine it has none. */
export const canNotify = 'Notification' in globalThis && isSecureContext;
export const notifying = signal(canNotify && storage.keptNotifying() && Notification.permission === 'granted');

export async function setNotifying(on: boolean): Promise<void> {
  const granted = on && canNotify && (await Notification.requestPermission()) === 'granted';
  notifying.value = granted;
  storage.keepNotifying(granted);
}

/** Tabs of one user share which messages they have shown, so that each message has one notification. */
const tabs = 'BroadcastChannel' in globalThis ? new BroadcastChannel('polylogue') : undefined;
const claimed = new Set<number>();
let isAnyTabSeen = false;
if (tabs) {
  tabs.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (typeof data !== 'object' || data === null) return;
    if ('claim' in data && typeof data.claim === 'number') claimed.add(data.claim);
    if ('seen' in data) isAnyTabSeen = data.seen === true;
  };
}
effect(() => tabs?.postMessage({ seen: seen.value }));

/**
 * Waits a random time, and tells the other tabs before it shows a notification: only the first of several tabs shows
 * it.
 */
function notifyOnce(message: Message, show: () => void): void {
  setTimeout(() => {
    if (claimed.has(message.seq)) return;
    tabs?.postMessage({ claim: message.seq });
    show();
  }, Math.random() * 300);
}

function show(message: Message, title: string, address: string): void {
  const body = inlineText(parseInline(message.text)).slice(0, 200);
  const notification = new Notification(title, { body, tag: `polylogue-${message.seq}` });
  notification.onclick = () => {
    focus();
    location.hash = address;
    notification.close();
  };
}

/** Notifies of a message if needed. */
export function notify({ message, room, isWanted }: News): void {
  if (!notifying.value || !isWanted || isAnyTabSeen || (seen.value && openRoom.value?.id === room.id)) return;
  const title = isChannel(room) ? t.notifiedIn(message.from.name, room.name) : message.from.name;
  notifyOnce(message, () => show(message, title, roomAddress(nameOf(room))));
}

/** The picture of the tab, with a dot for what is new. */
function iconWith(plain: string, colour: string | undefined): string {
  const dot = colour === undefined ? '' : `%3Ccircle cx='23' cy='9' r='9' fill='%23${colour}'/%3E`;
  return plain.replace('%3C/svg%3E', `${dot}%3C/svg%3E`);
}

/**
 * The title of the tab: first the number of mentions and private messages, then the open room. A tab that is too narrow for a
 * title has its picture.
 */
export function beginTitle(): void {
  const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]');
  const plain = icon?.href ?? '';
  effect(() => {
    const rooms = [...model.value.rooms.values()].filter(({ level }) => level !== 'nothing');
    const mentions = rooms.reduce((sum, room) => sum + callsOf(room), 0);
    const isUnread = rooms.some((room) => room.unread > 0);
    const mark = mentions > 0 ? `(${countText(mentions)}) ` : isUnread ? '• ' : '';
    const place = openRoom.value ? `${nameOf(openRoom.value)} · ` : '';
    document.title = `${mark}${place}Polylogue`;
    const picture = iconWith(plain, mentions > 0 ? 'e5342b' : isUnread ? 'ffb020' : undefined);
    if (icon && icon.href !== picture) icon.href = picture;
  });
}
