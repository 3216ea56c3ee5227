import type { FakeClient, FakeServer } from '#lab/check/fake-server.suite.ts';
import { ack, decode, encode } from '#dialects/chatroom/codec.ts';
import { pickled } from '#dialects/chatroom/pickle.ts';
import { makeKeys, type PeerKey, peerKey, seal, unseal } from '#dialects/chatroom/encryption.ts';

import { FakeSocket } from './fake-socket.suite.ts';

export type Fault =
  | 'size not padded'
  | 'ACK not padded'
  | 'key as PEM'
  | 'one at a time'
  | 'everybody is new'
  | 'sealed passwords compared'
  | 'wrong password accepted'
  | 'echo'
  | 'nobody hears'
  | 'not confirmed'
  | 'private messages not confirmed'
  | 'list as text'
  | 'own name in the list'
  | 'key of the server for the target'
  | 'private text in the open'
  | 'sealed text for the server passed on'
  | 'history not sealed'
  | 'history of the sender alone'
  | 'history emptied at login'
  | 'stays online'
  | 'one recv is one block'
  | 'reads too much'
  | 'characters counted'
  | 'dies of a peer that is gone'
  | 'waits for each ACK'
  | 'each connection a client';

interface Online {
  readonly push: FakeSocket;
  readonly shown: Uint8Array;
  readonly key: PeerKey;
  /** Pushes to one client, one after the other. */
  last: Promise<void>;
}

const made = makeKeys();
const sealedFor = (text: string, key: PeerKey): Promise<Uint8Array> => seal(encode(text), key, 0);

/** A `chatroom` server in the shape of a student's, with at most one fault. */
export function chatroomFake(fault?: Fault): FakeServer {
  const sockets = new Map<FakeClient, FakeSocket>();
  const users = new Map<string, string>();
  const online = new Map<string, Online>();
  const files = new Map<string, string>();
  let half: readonly [FakeClient, FakeSocket] | undefined;
  let busy = false;

  function pushes(to: Online, kind: number, bytes: Uint8Array): void {
    to.last = to.last
      .then(async () => {
        to.push.send(ack(kind));
        await to.push.sends(bytes);
      })
      .catch(() => undefined);
  }
  function keep(names: readonly string[], line: string): void {
    for (const name of names) files.set(name, `${files.get(name) ?? ''}2026-11-20 21:31:31.350308\t${line}\n`);
  }

  async function logIn(main: FakeSocket, push: FakeSocket): Promise<string> {
    const keys = await made;
    const shown =
      fault === 'key as PEM' ? Buffer.from(Buffer.from(keys.shown).toString(), 'base64') : Buffer.from(keys.shown);
    await main.sends(shown);
    const name = decode(await main.stream());
    const known = users.get(name);
    main.send(ack(known === undefined ? 1 : 0));
    for (;;) {
      const sealed = await main.stream();
      const opened = await unseal(sealed, keys);
      if (!opened) throw new Error('InvalidToken');
      const word = fault === 'sealed passwords compared' ? sealed.toString() : decode(opened);
      if (known === undefined && fault !== 'everybody is new') users.set(name, word);
      if (known === undefined) break;
      const right = word === known || fault === 'wrong password accepted';
      main.send(ack(right ? 1 : 0));
      if (right) break;
    }
    const pem = await main.stream();
    const key = peerKey(pem);
    if (!key) throw new Error('no key');
    if (fault === 'history emptied at login') files.delete(name);
    online.set(name, { push, shown: pem, key, last: Promise.resolve() });
    return name;
  }

  async function toAll(name: string, main: FakeSocket): Promise<void> {
    const text = decode(await main.stream());
    keep(fault === 'history of the sender alone' ? [name] : [...online.keys()], `BM\tsentby:${name} recvby:*\t${text}`);
    for (const [other, to] of online) {
      if (other === name && fault !== 'echo') continue;
      if (to.push.over && fault === 'dies of a peer that is gone') throw new Error('BrokenPipeError');
      if (fault !== 'nobody hears') pushes(to, 5, encode(`*** Incoming Public Message ***: ${text}`));
      if (fault === 'waits for each ACK') await to.last;
    }
  }

  async function toOne(name: string, main: FakeSocket): Promise<void> {
    const keys = await made;
    const names = [...online.keys()].filter((other) => other !== name || fault === 'own name in the list');
    await main.sends(fault === 'list as text' ? encode(`['${names.join("', '")}']`) : pickled(names));
    const target = decode(await main.stream());
    const to = online.get(target);
    if (!to) throw new Error(`KeyError: ${target}`);
    await main.sends(fault === 'key of the server for the target' ? keys.shown : to.shown);
    const blob = await main.stream();
    const second = await main.stream();
    const text = decode((await unseal(second, keys)) ?? new Uint8Array());
    keep([name, target], `PM\tsentby:${name} recvby:${target}\t${text}`);
    if (fault === 'private text in the open') pushes(to, 5, encode(`*** Incoming Private Message ***: ${text}`));
    else pushes(to, 4, fault === 'sealed text for the server passed on' ? second : blob);
  }

  async function history(name: string, main: FakeSocket): Promise<void> {
    const [text, key] = [files.get(name), online.get(name)?.key];
    main.send(ack(text === undefined ? -1 : 1));
    if (text !== undefined && key)
      await main.sends(fault === 'history not sealed' ? encode(text) : await sealedFor(text, key));
  }

  async function serve(main: FakeSocket, push: FakeSocket): Promise<void> {
    const name = await logIn(main, push);
    let asked = false;
    try {
      for (;;) {
        const operation = decode(await main.stream());
        if (operation === 'BM') {
          await toAll(name, main);
          const own = online.get(name);
          if (own && fault !== 'not confirmed') pushes(own, 5, encode('[INFO] Message sent.'));
        } else if (operation === 'PM') {
          await toOne(name, main);
          const own = online.get(name);
          if (own && fault !== 'private messages not confirmed') pushes(own, 5, encode('[INFO] Message sent.'));
        } else if (operation === 'CH') await history(name, main);
        else if (operation === 'EX') {
          asked = true;
          return;
        }
      }
    } finally {
      if (fault !== 'stays online' && (asked || fault !== 'dies of a peer that is gone')) online.delete(name);
    }
  }

  return {
    opened(client) {
      const socket = new FakeSocket((text) => client.say(text), {
        ackNotPadded: fault === 'ACK not padded',
        sizeNotPadded: fault === 'size not padded',
        oneRecv: fault === 'one recv is one block',
        readsTooMuch: fault === 'reads too much',
        charactersCounted: fault === 'characters counted',
      });
      sockets.set(client, socket);
      if (fault === 'each connection a client')
        void made.then((keys) => socket.sends(keys.shown)).catch(() => undefined);
      const first = half;
      half = first ? undefined : [client, socket];
      if (!first || fault === 'each connection a client' || (busy && fault === 'one at a time')) return;
      busy = true;
      serve(first[1], socket)
        .catch(() => undefined)
        .finally(() => {
          for (const each of [first[0], client]) each.close();
        });
    },
    heard(client, chunk) {
      const socket = sockets.get(client);
      if (!socket) return;
      socket.take(chunk);
    },
    left(client) {
      const socket = sockets.get(client);
      if (!socket) return;
      socket.end();
      client.close();
    },
  };
}
