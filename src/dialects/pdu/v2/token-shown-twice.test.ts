import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Chat } from '#chat/chat.ts';
import { openHandChat } from '#chat/hub/hand-bus.suite.ts';
import { openRules } from '#chat/settings/listener-rules.ts';
import type { Link } from '#link/link.ts';
import { pipe } from '#link/pipe.ts';
import { pdu } from '../pdu.ts';
import { types } from '../talk-codec.ts';

interface Client {
  readonly link: Link;
  send(mtype: number, payload: object): void;
  /** What came since the last time. */
  hears(): string;
}

test('a connection that is over does not end the one that has come back with the same token', async () => {
  const hand = await openHandChat();
  let closeLast = (): void => {};
  const opening: Chat['open'] = (...from) => {
    const seat = hand.chat.open(...from);
    closeLast = () => hand.chat.close(seat);
    return seat;
  };
  const accept = pdu.listen({ ...hand.chat, open: opening }, { rules: openRules, options: {}, journal: () => {} });
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 4; turn++) {
      await new Promise((resolve) => setImmediate(resolve));
      await hand.bus.deliver();
    }
  };
  const open = async (): Promise<Client> => {
    const [link, other] = pipe();
    accept(other);
    let heard = '';
    link.read({
      take(chunk) {
        heard += Buffer.from(chunk).toString();
        return chunk.length;
      },
      ended: () => {},
    });
    const send = (mtype: number, payload: object): void =>
      link.write(Buffer.from(`${JSON.stringify({ mtype, payload })}\n`));
    send(7, { supported_versions: ['2.0'] });
    await settle();
    const hears = (): string => {
      const words = heard;
      heard = '';
      return words;
    };
    hears();
    return { link, send, hears };
  };
  const first = await open();
  first.send(types.login, { name: 'alice' });
  await settle();
  const [, token] = /"token":"(\w+)"/.exec(first.hears()) ?? [];
  first.link.abort();
  await settle();
  const [back, over] = [await open(), await open()];
  for (const each of [back, over]) each.send(types.login, { name: 'alice', token });
  await new Promise((resolve) => setImmediate(resolve));
  closeLast();
  await settle();
  assert.match(back.hears(), /"mtype":2,/);
  back.send(types.ping, {});
  await settle();
  const after = back.hears();
  assert.doesNotMatch(after, /replaced/);
  assert.match(after, /"mtype":10/);
});
