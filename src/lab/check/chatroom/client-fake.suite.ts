import type { FakeClientProgram, FakeSide } from '#lab/check/fake-client.suite.ts';
import { decode, encode } from '#dialects/chatroom/codec.ts';
import { unpickled } from '#dialects/chatroom/pickle.ts';
import { makeKeys, type PeerKey, peerKey, seal, unseal } from '#dialects/chatroom/encryption.ts';

import { FakeSocket } from './fake-socket.suite.ts';

export type ClientFault =
  | 'sends first'
  | 'ACK not padded'
  | 'size not padded'
  | 'newline in the name'
  | 'password in the open'
  | 'password sealed for itself'
  | 'waits for an answer'
  | 'key as PEM'
  | 'wrong password taken for right'
  | 'operations as numbers'
  | 'one operation'
  | 'no thread'
  | 'one message'
  | 'list not unpickled'
  | 'any target'
  | 'one sealed text'
  | 'sealed for the server twice'
  | 'no head'
  | 'kind ignored'
  | 'history not decrypted'
  | 'history awaited'
  | 'EX not sent'
  | 'nothing at Ctrl-C'
  | 'one recv is one block'
  | 'reads too much'
  | 'characters counted'
  | 'stays when the server closes';

const made = makeKeys();
const sealed = (text: string, key: PeerKey): Promise<Uint8Array> => seal(encode(text), key, 0);

/** A `chatroom` client in the shape of a student's, with at most one fault. */
export function chatroomClientFake(fault?: ClientFault): FakeClientProgram {
  const typed: string[] = [];
  const sockets: FakeSocket[] = [];
  let read: () => void = () => {};
  /** Goes on once a line was typed. */
  let typing: PromiseWithResolvers<void> = Promise.withResolvers();

  /** As `input(prompt)`. */
  async function input(side: FakeSide, prompt: string): Promise<string> {
    side.print(prompt);
    while (typed.length === 0) await new Promise<void>((resolve) => (read = resolve));
    return typed.shift() ?? '';
  }

  async function hears(side: FakeSide, push: FakeSocket): Promise<void> {
    const keys = await made;
    for (;;) {
      const kind = await push.number();
      if (fault === 'no thread') await typing.promise;
      const data = await push.stream();
      const text = kind === 4 && fault !== 'kind ignored' ? ((await unseal(data, keys)) ?? data) : data;
      side.print(`\n ${decode(text)}\r> `);
      if (fault === 'one message') return;
    }
  }

  async function logIn(side: FakeSide, main: FakeSocket): Promise<PeerKey> {
    const keys = await made;
    const server = peerKey(await main.stream());
    if (!server) throw new Error('no key');
    const name = await input(side, 'Username: ');
    await main.sends(encode(fault === 'newline in the name' ? `${name}\n` : name));
    const isNew = (await main.number()) === 1;
    for (;;) {
      const word = await input(side, isNew ? 'Enter password: ' : "Enter user's password: ");
      const key = fault === 'password sealed for itself' ? (peerKey(keys.shown) ?? server) : server;
      await main.sends(fault === 'password in the open' ? encode(word) : await sealed(word, key));
      if (isNew && fault !== 'waits for an answer') break;
      if ((await main.number()) === 1 || fault === 'wrong password taken for right') break;
    }
    const pem = Buffer.from(Buffer.from(keys.shown).toString(), 'base64');
    await main.sends(fault === 'key as PEM' ? pem : keys.shown);
    return server;
  }

  async function toOne(side: FakeSide, main: FakeSocket, server: PeerKey): Promise<void> {
    const list = await main.stream();
    const names = unpickled(list) ?? [];
    side.print(`Peer(s) online: ${fault === 'list not unpickled' ? list.toString('utf8') : names.join(', ')}\n`);
    let target = await input(side, 'Peer to message: ');
    while (fault !== 'any target' && !names.includes(target))
      target = await input(side, 'Invalid user. Try again...\nPeer to message: ');
    await main.sends(encode(target));
    const key = peerKey(await main.stream()) ?? server;
    const text = await input(side, 'Enter private message: ');
    const head = fault === 'no head' ? '' : '*** Incoming Private Message ***: ';
    await main.sends(await sealed(`${head}${text}`, fault === 'sealed for the server twice' ? server : key));
    if (fault !== 'one sealed text') await main.sends(await sealed(text, server));
  }

  async function history(side: FakeSide, main: FakeSocket): Promise<void> {
    const answer = await main.number();
    if (answer === -1) side.print('No chat history\n');
    if (answer === -1 && fault !== 'history awaited') return;
    const data = await main.stream();
    const text = fault === 'history not decrypted' ? data : ((await unseal(data, await made)) ?? data);
    side.print(decode(text));
  }

  async function talk(side: FakeSide, main: FakeSocket, push: FakeSocket): Promise<void> {
    const server = await logIn(side, main);
    void hears(side, push).catch(() => undefined);
    for (;;) {
      const operation = await input(side, '> ');
      if (operation === 'EX' && fault === 'EX not sent') return side.end();
      if (operation === 'BM') {
        await main.sends(encode(fault === 'operations as numbers' ? '1' : 'BM'));
        await main.sends(encode(await input(side, '> Enter the public message: ')));
      } else if (['PM', 'CH', 'EX'].includes(operation)) await main.sends(encode(operation));
      if (operation === 'PM') await toOne(side, main, server);
      if (operation === 'CH') await history(side, main);
      if (operation === 'EX' || fault === 'one operation') return side.end();
    }
  }

  return {
    started(side) {
      for (const link of [0, 1]) {
        const faults = {
          ackNotPadded: fault === 'ACK not padded',
          sizeNotPadded: fault === 'size not padded',
          oneRecv: fault === 'one recv is one block',
          readsTooMuch: fault === 'reads too much',
          charactersCounted: fault === 'characters counted',
        };
        sockets.push(new FakeSocket((text) => side.send(text, link), faults));
      }
      const [main, push] = sockets;
      if (!main || !push) return;
      if (fault === 'sends first') main.send(encode('alice'));
      void talk(side, main, push).catch(() => undefined);
    },
    heard: (_, chunk, link) => sockets[link]?.take(chunk),
    typed(_, line) {
      typed.push(line);
      read();
      typing.resolve();
      typing = Promise.withResolvers();
    },
    interrupted(side) {
      if (fault === 'nothing at Ctrl-C') return side.end();
      void sockets[0]?.sends(encode('EX')).then(
        () => side.end(),
        () => undefined,
      );
    },
    left(side) {
      for (const socket of sockets) socket.end();
      if (fault !== 'stays when the server closes') side.end();
    },
  };
}
