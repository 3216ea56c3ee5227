import type { Clock } from '#chat/ports.ts';
import { Person } from '#client/client-scene.suite.ts';
import { runClient } from '#client/client.ts';
import type { Link } from '#link/link.ts';
import { systemClock } from '#server/system-clock.ts';
import { chatroom } from '../chatroom.ts';

const deadline = 10_000;

/** The machine's time, with pauses a hundred times as short. Deadlines are as long as they are: the machine may be slow. */
export const patient: Clock = {
  ...systemClock,
  after: (ms, call) => systemClock.after(ms < deadline ? ms / 100 : ms, call),
};

/** A person at our client. */
export interface Comer {
  readonly person: Person;
  readonly exit: Promise<number>;
}

export function come(
  connect: () => Promise<Link>,
  options: { name?: string; reconnect?: boolean; clock?: Clock } = {},
): Comer {
  const person = new Person();
  const { reconnect = false, clock = patient, name } = options;
  const exit = runClient(chatroom, { host: '127.0.0.1', port: 9999, console: person, clock, connect, reconnect, name });
  return { person, exit };
}
