import { computed, effect, signal } from '@preact/signals';
import type { Welcome } from '#dialects/web/protocol.ts';
import { withNewRoom, withoutRoom } from '#web/model/change.ts';
import type { Model } from '#web/model/model.ts';
import { isChannel } from '#web/model/rooms.ts';
import { toRejoin } from '#web/model/welcome.ts';
import { connection } from './connection.ts';
import { errorText } from './error-text.ts';
import { tellNotTakenBack } from './removed.ts';
import * as storage from './storage.ts';
import { change, model, phase } from './store.ts';

/** Channels that a guest was in, and is about to enter again: its memberships end with its session. Kept over a reload. */
const leftBehind = signal<ReadonlySet<string>>(new Set(storage.keptChannels()));

export const isEntering = (name: string): boolean =>
  [...leftBehind.value].some((left) => left.toLowerCase() === name.toLowerCase());

const channelsOf = ({ rooms }: Model): readonly string[] =>
  [...rooms.values()].filter(isChannel).map(({ name }) => name);

/** The channels to be kept. A computed value, so that other changes of the model, such as each message, do not write to the storage. */
const kept = computed(() =>
  model.value.self?.account ? '' : [...new Set([...channelsOf(model.value), ...leftBehind.value])].join(' '),
);

effect(() => {
  if (phase.value.kind === 'in') storage.keepChannels(kept.value);
});

/** Forgets the channels, because another user may use this tab next. */
export function forgetChannels(): void {
  leftBehind.value = new Set();
  storage.keepChannels('');
}

/** To be called before the login is applied: asks for the channels that the user is no longer in. */
export function rejoinAll(welcome: Welcome): readonly string[] {
  const before = new Set([...channelsOf(model.peek()), ...leftBehind.peek()]);
  const names = toRejoin(model.peek(), welcome, [...leftBehind.peek()]);
  leftBehind.value = new Set(names);
  for (const name of names) rejoin(name, before.has(name));
  return names;
}

/** Enters a channel again; if that is refused, the user is no longer a member. `wasIn`: it was one before. */
function rejoin(name: string, wasIn: boolean): void {
  const others = (now: Model, id?: number): Model =>
    [...now.rooms.values()]
      .filter((room) => room.name === name && room.id !== id)
      .reduce((less, room) => withoutRoom(less, room.id), now);
  connection.ask(
    'join',
    { room: name },
    ({ state }) => {
      // What waits for the room moves to its present id first.
      change((now) => others(withNewRoom(now, state), state.id));
      entered(name);
    },
    (error) => {
      if (error.code === 'offline') return;
      if (wasIn) tellNotTakenBack(name, errorText(error));
      change((now) => ({ ...others(now), outbox: now.outbox }));
      entered(name);
    },
  );
}

function entered(name: string): void {
  leftBehind.value = new Set([...leftBehind.peek()].filter((other) => other !== name));
}
