import { openStore } from '#store/open-store.ts';
import { HandChat } from './hand-bus.suite.ts';

export interface WithPauses {
  readonly hand: HandChat;
  /** The next turn of the event loop. */
  readonly pause: () => Promise<void>;
}

/** A chat whose turns of the event loop a test makes. */
export async function openWithPauses(): Promise<WithPauses> {
  const held: (() => void)[] = [];
  const hand = new HandChat(await openStore({ dir: ':memory:', durability: 'relaxed' }), {
    pause: () => new Promise((resolve) => held.push(resolve)),
  });
  await hand.begin();
  const pause = async (): Promise<void> => {
    for (const resolve of held.splice(0)) resolve();
    await Promise.resolve();
  };
  return { hand, pause };
}
