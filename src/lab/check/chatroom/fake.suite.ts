import type { FakeClient, FakeServer } from '#lab/check/fake-server.suite.ts';
import { ack, decode, encode, header, slices } from '#dialects/chatroom/codec.ts';
import { pickled } from '#dialects/chatroom/pickle.ts';
import { makeKeys, type PeerKey, peerKey, seal, unseal } from '#dialects/chatroom/sealing.ts';

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
  | 'dies of a peer that is gone';

/** Bytes of a link as `recv` gives them. */
class Socket {
  readonly client: FakeClient;
  held: Buffer = Buffer.alloc(0);
  over = false;
  wake: () => void = () => {};

  constructor(client: FakeClient) {
    this.client = client;
  }

  /** Exactly so many bytes; `anyway`: as many as have come. Rejects at the end of the link. */
  async recv(count: number, anyway = false): Promise<Buffer> {
    while (this.held.length < (anyway ? 1 : count) && !this.over)
      await new Promise<void>((resolve) => (this.wake = resolve));
    if (this.held.length < (anyway ? 1 : count)) throw new Error('closed');
    const bytes = this.held.subarray(0, count);
    this.held = this.held.subarray(count);
    return bytes;
  }

  send(bytes: Uint8Array): void {
    if (this.over) throw new Error('closed');
    this.client.say(Buffer.from(bytes).toString('latin1'));
  }
}

interface Online {
  readonly push: Socket;
  readonly shown: Uint8Array;
  readonly key: PeerKey;
  /** Pushes to one client, one behind the other. */
  last: Promise<void>;
}

const made = makeKeys();
const sealedFor = (text: string, key: PeerKey): Promise<Uint8Array> => seal(encode(text), key, 0);

/** A `chatroom` server in the shape of a student's, with at most one fault. */
export function chatroomFake(fault?: Fault): FakeServer {
  const sockets = new Map<FakeClient, Socket>();
  const users = new Map<string, string>();
  const online = new Map<string, Online>();
  const files = new Map<string, string>();
  let half: Socket | undefined;
  let busy = false;

  async function number(socket: Socket): Promise<number> {
    return Number((await socket.recv(64)).toString());
  }
  async function stream(socket: Socket): Promise<Buffer> {
    const anyway = fault === 'one recv is one block';
    const size = Number((await socket.recv(1024, anyway)).toString());
    socket.send(fault === 'ACK not padded' ? encode('1') : ack(1));
    if (size === 0) return Buffer.alloc(0);
    if (fault !== 'reads too much') return Buffer.from(await socket.recv(size, anyway));
    let data = Buffer.alloc(0);
    while (data.length < size) data = Buffer.concat([data, await socket.recv(1024, true)]);
    return data;
  }
  async function sends(socket: Socket, bytes: Uint8Array): Promise<void> {
    const size = fault === 'characters counted' ? decode(bytes).length : bytes.length;
    socket.send(fault === 'size not padded' ? encode(String(size)) : header(size));
    if ((await number(socket)) !== 1) throw new Error('refused');
    for (const slice of slices(bytes)) socket.send(slice);
  }
  function pushes(to: Online, kind: number, bytes: Uint8Array): void {
    to.last = to.last
      .then(async () => {
        to.push.send(ack(kind));
        await sends(to.push, bytes);
      })
      .catch(() => undefined);
  }
  function keep(names: readonly string[], line: string): void {
    for (const name of names) files.set(name, `${files.get(name) ?? ''}2026-11-20 21:31:31.350308\t${line}\n`);
  }

  async function logIn(main: Socket, push: Socket): Promise<string> {
    const keys = await made;
    const shown =
      fault === 'key as PEM' ? Buffer.from(Buffer.from(keys.shown).toString(), 'base64') : Buffer.from(keys.shown);
    await sends(main, shown);
    const name = decode(await stream(main));
    const known = users.get(name);
    main.send(ack(known === undefined ? 1 : 0));
    for (;;) {
      const sealed = await stream(main);
      const opened = await unseal(sealed, keys);
      if (!opened) throw new Error('InvalidToken');
      const word = fault === 'sealed passwords compared' ? sealed.toString() : decode(opened);
      if (known === undefined && fault !== 'everybody is new') users.set(name, word);
      if (known === undefined) break;
      const right = word === known || fault === 'wrong password accepted';
      main.send(ack(right ? 1 : 0));
      if (right) break;
    }
    const pem = await stream(main);
    const key = peerKey(pem);
    if (!key) throw new Error('no key');
    if (fault === 'history emptied at login') files.delete(name);
    online.set(name, { push, shown: pem, key, last: Promise.resolve() });
    return name;
  }

  async function toAll(name: string, main: Socket): Promise<void> {
    const text = decode(await stream(main));
    keep(fault === 'history of the sender alone' ? [name] : [...online.keys()], `BM\tsentby:${name} recvby:*\t${text}`);
    for (const [other, to] of online) {
      if (other === name && fault !== 'echo') continue;
      if (to.push.over && fault === 'dies of a peer that is gone') throw new Error('BrokenPipeError');
      if (fault !== 'nobody hears') pushes(to, 5, encode(`*** Incoming Public Message ***: ${text}`));
    }
  }

  async function toOne(name: string, main: Socket): Promise<void> {
    const keys = await made;
    const names = [...online.keys()].filter((other) => other !== name || fault === 'own name in the list');
    await sends(main, fault === 'list as text' ? encode(`['${names.join("', '")}']`) : pickled(names));
    const target = decode(await stream(main));
    const to = online.get(target);
    if (!to) throw new Error(`KeyError: ${target}`);
    await sends(main, fault === 'key of the server for the target' ? keys.shown : to.shown);
    const blob = await stream(main);
    const second = await stream(main);
    const text = decode((await unseal(second, keys)) ?? new Uint8Array());
    keep([name, target], `PM\tsentby:${name} recvby:${target}\t${text}`);
    if (fault === 'private text in the open') pushes(to, 5, encode(`*** Incoming Private Message ***: ${text}`));
    else pushes(to, 4, fault === 'sealed text for the server passed on' ? second : blob);
  }

  async function history(name: string, main: Socket): Promise<void> {
    const [text, key] = [files.get(name), online.get(name)?.key];
    main.send(ack(text === undefined ? -1 : 1));
    if (text !== undefined && key)
      await sends(main, fault === 'history not sealed' ? encode(text) : await sealedFor(text, key));
  }

  async function serve(main: Socket, push: Socket): Promise<void> {
    const name = await logIn(main, push);
    let asked = false;
    try {
      for (;;) {
        const operation = decode(await stream(main));
        if (operation === 'BM') {
          await toAll(name, main);
          const own = online.get(name);
          if (own && fault !== 'not confirmed') pushes(own, 5, encode('[INFO] Message sent.'));
        } else if (operation === 'PM') await toOne(name, main);
        else if (operation === 'CH') await history(name, main);
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
      const socket = new Socket(client);
      sockets.set(client, socket);
      const main = half;
      half = main ? undefined : socket;
      if (!main || (busy && fault === 'one at a time')) return;
      busy = true;
      serve(main, socket)
        .catch(() => undefined)
        .finally(() => {
          for (const each of [main, socket]) each.client.close();
        });
    },
    heard(client, chunk) {
      const socket = sockets.get(client);
      if (!socket) return;
      socket.held = Buffer.concat([socket.held, Buffer.from(chunk, 'latin1')]);
      socket.wake();
    },
    left(client) {
      const socket = sockets.get(client);
      if (!socket) return;
      socket.over = true;
      socket.wake();
      client.close();
    },
  };
}
