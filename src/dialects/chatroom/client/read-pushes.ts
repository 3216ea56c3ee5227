import type { Channel } from '../channel.ts';
import { decode, openPush, sealedPush } from '../codec.ts';
import { type Keys, unseal } from '../encryption.ts';

/** Reads pushes until the link ends. `heard` gets the text, or undefined if it cannot be decrypted. */
export async function readPushes(
  push: Channel,
  first: Promise<number | undefined>,
  keys: Keys,
  heard: (text: string | undefined) => void,
): Promise<void> {
  for (let number = await first; number !== undefined; number = await push.number()) {
    const bytes = await push.stream();
    if (!bytes) return;
    if (number === openPush) heard(decode(bytes));
    else if (number === sealedPush) {
      const opened = await unseal(bytes, keys);
      heard(opened && decode(opened));
    }
  }
}
