import { Ear, type HandChat, openHandChat } from '#chat/hub/hand-bus.suite.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Store } from '#chat/ports.ts';

export interface Person {
  readonly ear: Ear;
  readonly seat: Seat<string>;
}

export interface Three {
  readonly hand: HandChat;
  readonly alice: Person;
  readonly bob: Person;
  readonly carol: Person;
}

export async function ignore(hand: HandChat, { seat, ear }: Person, name: string, on = true): Promise<string> {
  hand.ask(seat, 'ignore', { kind: 'ignored', name, on });
  await hand.bus.deliver();
  return ear.hear();
}

/**
 * Alice, Bob and Carol are in #a, and have heard nothing. Those of `accounts` have one, the others are guests. `change`: the store as the
 * chat sees it.
 */
export async function openThree(
  accounts: readonly string[],
  ear = (): Ear => new Ear(),
  change?: (store: Store) => Store,
): Promise<Three> {
  const hand = await openHandChat(change);
  for (const name of accounts) await hand.register(name);
  const [alice, bob, carol] = [
    await hand.come('alice', '#a', ear()),
    await hand.come('bob', '#a', ear()),
    await hand.come('carol', '#a', ear()),
  ];
  for (const person of [alice, bob, carol]) person.ear.hear();
  return { hand, alice, bob, carol };
}

/** The same, where Alice ignores Bob. */
export async function openIgnoring(...scene: Parameters<typeof openThree>): Promise<Three> {
  const three = await openThree(...scene);
  await ignore(three.hand, three.alice, 'bob');
  return three;
}
