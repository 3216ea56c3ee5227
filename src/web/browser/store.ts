import { batch, computed, effect, signal } from '@preact/signals';
import type { Message, Room, RoomId, Seq } from '#dialects/web/protocol.ts';
import { emptyModel, type Model, nobody } from '#web/model/model.ts';
import { findRoom, listed, nameOf } from '#web/model/rooms.ts';
import { parseRoute, roomAddress, type Route } from '#web/model/route.ts';
import { emptyTimeline } from '#web/model/timeline.ts';
import type { HowOver } from '#web/words/over-text.ts';
import { announce } from './announce.ts';
import type { FieldError } from './error-text.ts';
import { shownFor } from './shown-for.ts';
import * as storage from './storage.ts';

/** Everything that the page knows of the chat. */
export const model = signal<Model>({ ...emptyModel, outbox: storage.keptOutbox() });

export function change(by: (model: Model) => Model): void {
  const shown = openRoom.peek();
  batch(() => {
    model.value = by(model.peek());
    if (shown) followName(shown);
  });
}

/** When the open room is renamed, it stays open: the page's address gets the new name. */
function followName(shown: Room): void {
  const now = model.peek().rooms.get(shown.id);
  if (now === undefined || nameOf(now) === nameOf(shown)) return;
  const address = roomAddress(nameOf(now));
  history.replaceState(null, '', address);
  route.value = parseRoute(address);
}

/** `choosing`: the page asks for a name. `entering`: a login is under way. `over`: the session ended for good. */
export type Phase =
  | { readonly kind: 'choosing'; readonly error?: FieldError }
  | { readonly kind: 'entering' }
  | { readonly kind: 'in' }
  | ({ readonly kind: 'over' } & HowOver);

export const phase = signal<Phase>({ kind: 'choosing' });

export const route = signal<Route>(parseRoute(location.hash));
addEventListener('hashchange', () => (route.value = parseRoute(location.hash)));

export const self = computed(() => model.value.self ?? nobody);
export const roomList = computed(() => listed(model.value.rooms));

/** The open room, if the user is a member. */
export const openRoom = computed((): Room | undefined => {
  const place = route.value;
  return place.kind === 'room' ? findRoom(model.value.rooms, place.name) : undefined;
});
export const openTimeline = computed(() => model.value.timelines.get(openRoom.value?.id ?? 0) ?? emptyTimeline);
export const isLoaded = computed(() => model.value.timelines.has(openRoom.value?.id ?? 0));
export const openMembers = computed(() => model.value.members.get(openRoom.value?.id ?? 0));

/** Calls the function with the present state of a room, if the user is still a member. */
export function withRoomOf(id: RoomId, use: (room: Room) => void): void {
  const room = model.peek().rooms.get(id);
  if (room) use(room);
}

/** The content of the drawer on the right. */
export type Drawer = 'none' | 'members' | 'search' | 'inspector' | 'settings';
export const drawer = signal<Drawer>('none');

/** The initial query of the search. */
export const searchFor = signal('');

export type Dialog =
  | { readonly kind: 'switcher' }
  | { readonly kind: 'keys' }
  | { readonly kind: 'rooms' }
  | { readonly kind: 'me' }
  | { readonly kind: 'access' }
  | { readonly kind: 'listeners' }
  | { readonly kind: 'date' }
  | { readonly kind: 'remove'; readonly message: Message }
  | { readonly kind: 'reactions'; readonly message: Message }
  | { readonly kind: 'person'; readonly name: string }
  | { readonly kind: 'translate'; readonly text: string }
  | { readonly kind: 'server' };
export const dialog = signal<Dialog | undefined>(undefined);

/** The purpose of the next message typed in the composer, by room. */
export interface Composing {
  readonly replyTo?: Message | undefined;
  readonly editing?: Message | undefined;
}
export const composing = signal<Composing>({});

/** Counts requests to show the newest message. */
export const endWanted = signal(0);

/** The message that is highlighted for a moment, after a link or a search has shown it. */
export const highlighted = signal<Seq | undefined>(undefined);

/** A sentence at the lower edge, for some seconds. */
export interface Toast {
  readonly nth: number;
  readonly text: string;
  readonly isError: boolean;
}
export const toasts = signal<readonly Toast[]>([]);
let toastCount = 0;
export function say(text: string, isError = false): void {
  const toast = { nth: ++toastCount, text, isError };
  toasts.value = [...toasts.value.slice(-2), toast];
  announce(text, isError);
  setTimeout(() => dismiss(toast.nth), isError ? shownFor.error : shownFor.notice);
}
export const dismiss = (nth: number): void => {
  toasts.value = toasts.value.filter((toast) => toast.nth !== nth);
};

/** Whether the page is visible and has the focus. */
const isSeen = (): boolean => document.visibilityState === 'visible' && document.hasFocus();
export const seen = signal(isSeen());
for (const event of ['focus', 'blur']) addEventListener(event, () => (seen.value = isSeen()));
document.addEventListener('visibilitychange', () => (seen.value = isSeen()));

export const theme = signal(storage.keptTheme());
effect(() => {
  storage.keepTheme(theme.value);
  document.documentElement.dataset['theme'] = theme.value;
});

effect(() => storage.keepOutbox(model.value.outbox));
