import { Ear, type HandChat, openHandChat } from '#chat/hub/hand-bus.suite.ts';
import { openRules } from '#chat/settings/listener-rules.ts';
import type { Seat } from '#chat/hub/seat.ts';

export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Alice has an account whose password is `secret`. */
export async function opened(): Promise<HandChat> {
  const hand = await openHandChat();
  const registered = hand.chat.command({ kind: 'registered', name: 'alice', secret: 'hash of secret' });
  await hand.bus.deliver();
  await registered;
  return hand;
}

/** One who tries to log in as Alice. */
export interface Peer {
  readonly ear: Ear;
  readonly seat: Seat<string>;
}

export function tries(hand: HandChat, password: string): Peer {
  const ear = new Ear();
  const seat = hand.chat.open(ear, openRules, '10.0.0.1');
  hand.chat.come(seat, { name: 'alice', password }, 'come');
  return { ear, seat };
}
