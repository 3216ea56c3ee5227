import type { Millis } from '#chat/event.ts';
import type { Link } from '#link/link.ts';
import { pauseBetweenWrites } from '#link/outbox/paced-writes.ts';

import type { Party } from '../../party.ts';
import { foreignServer, wrongProtocolReason } from '#client/foreign-server.ts';
import { Channel } from '../channel.ts';
import { decode, openPush, sealedPush } from '../codec.ts';
import { type PeerKey, peerKey } from '../encryption.ts';

const keyTimeout: Millis = 10_000;
/** After this time the bytes received are checked: the header of a key is one write. */
const headerTimeout: Millis = 1000;
/** Attempts, when the links were paired with those of another client. */
const tries = 3;
/** The longest random pause before the next attempt, in ms. */
const longestPause: Millis = 500;
/** The longest STREAM accepted, in bytes: an original's history has no limit. */
const maxHeard: number = 16 * 1024 * 1024;

/** Two links to one server, and the key it has sent. */
export interface LinkPair {
  readonly main: Channel;
  readonly push: Channel;
  /** The first number on the push link. */
  readonly first: Promise<number | undefined>;
  readonly key: PeerKey;
}

/** Why the server is not a chatroom server, and the dialect that it seems to speak. */
export interface NotChatroom {
  readonly reason: string;
  readonly looksLike?: string | undefined;
}

/** Opens the second link. */
export async function openLinkPair(
  party: Party,
  link: Link,
  opened: (link: Link) => void,
): Promise<LinkPair | NotChatroom> {
  let first = link;
  let left = tries;
  for (;;) {
    const second = await party.connect();
    opened(second);
    const [main, push] = [new Channel(first, maxHeard), new Channel(second, maxHeard)];
    const found = await meet(party, main, push);
    if (!('reason' in found)) return found;
    for (const { link: half } of [main, push]) half.abort();
    // After one timeout another attempt is made, after two none.
    left -= found === late ? tries - 1 : 1;
    if (left <= 0 || !mayBeMispaired(found)) return found;
    await rest(party, Math.random() * longestPause);
    first = await party.connect();
    opened(first);
  }
}

/** The key comes on the main link. If it comes on the other one, the links were paired with another client's. */
function meet(party: Party, main: Channel, push: Channel): Promise<LinkPair | NotChatroom> {
  const first = push.number();
  return new Promise((resolve) => {
    const timers = [
      party.clock.after(keyTimeout, () => resolve(foreignIn(main) ?? late)),
      party.clock.after(headerTimeout, () => {
        const foreign = foreignIn(main);
        if (foreign) resolve(foreign);
      }),
    ];
    const cancelTimers = (): void => timers.forEach((cancel) => cancel());
    void first.then((number) => {
      if (number !== undefined && number !== openPush && number !== sealedPush) resolve(mispaired);
    });
    void main.stream().then(async (shown) => {
      cancelTimers();
      const key = shown && peerKey(shown);
      if (!key) return resolve(shown ? noKey : closed);
      // A client whose links were crossed with ours opens its second link as quickly, and then the server answers.
      await rest(party, pauseBetweenWrites);
      resolve({ main, push, first, key });
    });
  });
}

const rest = (party: Party, ms: Millis): Promise<void> => new Promise((resolve) => party.clock.after(ms, resolve));

const late: NotChatroom = { reason: `it sent no key within ${keyTimeout / 1000} seconds` };
const noKey: NotChatroom = { reason: 'what it sent is not a public key' };
const closed: NotChatroom = { reason: 'it closed the connection without a key' };
const mispaired: NotChatroom = { reason: 'its two links were mixed up with those of another client, again and again' };

/** When the other client gives up its crossed links, ours are closed, or never receive anything. */
const mayBeMispaired = (why: NotChatroom): boolean => why === late || why === closed || why === mispaired;

/** The reason, if the bytes received cannot be the beginning of a header. */
function foreignIn({ begun }: Channel): NotChatroom | undefined {
  const begin = decode(begun);
  if (begin === '' || /^\d{1,8} *$/.test(begin)) return undefined;
  return { reason: wrongProtocolReason(begin, 'chatroom'), looksLike: foreignServer(begin, 'chatroom')?.dialect };
}
