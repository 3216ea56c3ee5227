import type { ClientScene } from '#lab/check/client-scene.ts';
import { Fault } from '#lab/check/scene.ts';
import { ack, decode, encode, header, openPush, sealedPush, slices } from '#dialects/chatroom/codec.ts';
import { pickled } from '#dialects/chatroom/pickle.ts';
import { type Keys, makeKeys, type PeerKey, peerKey, seal, unseal } from '#dialects/chatroom/encryption.ts';

import { type Blocks, blocksOver } from './blocks.ts';
import { password } from './arrivals.ts';

/** The name that the client is given where it asks for one. */
const typedName = 'alice';

const made: Partial<Record<'server' | 'target', Promise<Keys>>> = {};
/** Keys of the server that we play, and of a user whom the client may write to; made once. */
export const keysOf = (whose: 'server' | 'target'): Promise<Keys> => (made[whose] ??= makeKeys());

/** A client under test; we are the server. Throws a `Fault` if it does something else. */
export interface Visit {
  readonly main: Blocks;
  readonly push: Blocks;
  /** A STREAM of the client, which is a text. */
  text(what: string): Promise<string>;
  /** A sealed STREAM of the client, opened with these keys. */
  opened(what: string, keys: Promise<Keys>): Promise<string>;
  /** Pushes a text, or bytes that are sealed. */
  pushes(text: string | Uint8Array): Promise<void>;
  fail(says: string, heard?: Uint8Array): never;
}

/** A client that has logged in. */
export interface Guest extends Visit {
  /** The key that it has shown. */
  readonly key: PeerKey;
  /** Types an operation at its menu; a text is asked for before it is sent, or after it. */
  picks(operation: string): Promise<void>;
  /** Types BM and the text: what is sent as the text. */
  saysToAll(text: string): Promise<string>;
  /** Types PM, and sends these names. */
  asksForNames(names: readonly string[]): Promise<void>;
}

/** Accepts both connections, and sends our key on the first. */
export async function arrives(scene: ClientScene): Promise<Visit> {
  const main = blocksOver(await scene.accept());
  const push = blocksOver(await scene.accept());
  const visit = visitOver(main, push);
  await main.sends((await keysOf('server')).shown, 'its public key');
  return visit;
}

function visitOver(main: Blocks, push: Blocks): Visit {
  const fail = (says: string, heard: Uint8Array = new Uint8Array()): never => {
    throw new Fault({ says, heard }, main.speaker.name);
  };
  return {
    main,
    push,
    fail,
    text: async (what) => decode(await main.stream(what)),
    async opened(what, keys) {
      const sealed = await main.stream(what);
      const bytes = await unseal(sealed, await keys);
      return bytes ? decode(bytes) : fail(`the server cannot decrypt ${what}`, sealed);
    },
    async pushes(text) {
      const [kind, bytes] = typeof text === 'string' ? [openPush, encode(text)] : [sealedPush, text];
      // Both in one write, as the original's arrive.
      await push.speaker.says(Buffer.concat([ack(kind), header(bytes.length)]));
      await push.isTaken('a message on the second connection');
      for (const slice of slices(bytes)) await push.speaker.says(slice);
    },
  };
}

const namePrompt = /name[^\n]*[:?>][ \t]*$/i;
/** Milliseconds between two looks at the terminal. */
const look = 10;

/** The client's name. It is typed if the client asks for one; it may also have it from its command line. */
export async function givesName(scene: ClientScene, visit: Visit): Promise<string> {
  const typing = setInterval(() => {
    if (!namePrompt.test(scene.shown)) return;
    clearInterval(typing);
    scene.types(typedName);
  }, look);
  try {
    const name = await visit.text('the name');
    if (name.trim() !== name || name === '')
      visit.fail('the client sends a name with blanks or a newline', encode(name));
    return name;
  } finally {
    clearInterval(typing);
  }
}

/** Calls the client new, and types the password that it asks for: what it sends. */
export async function registers(scene: ClientScene, visit: Visit): Promise<string> {
  await givesName(scene, visit);
  await visit.main.speaker.says(ack(1));
  return await givesPassword(scene, visit);
}

export async function givesPassword(scene: ClientScene, visit: Visit, typed: string = password): Promise<string> {
  await scene.shows(/password/i, 'a question for the password');
  scene.types(typed);
  return await visit.opened('the sealed password', keysOf('server'));
}

/** The client's key, after the password. */
export async function showsKey(visit: Visit): Promise<PeerKey> {
  const shown = await visit.main.stream('the public key of the client');
  return peerKey(shown) ?? visit.fail('the client sends something else than its public key (base64 of a PEM)', shown);
}

/** A new user at the menu. */
export async function enters(scene: ClientScene): Promise<Guest> {
  const visit = await arrives(scene);
  await registers(scene, visit);
  const key = await showsKey(visit);
  // The prompt of the original, or whatever is shown in its place.
  await scene.shows(/[>:?]/).catch(() => undefined);
  const otherOperation = (operation: string, came: string): never =>
    visit.fail(`the client sends something else than the operation ${operation}`, encode(came));
  const guest: Guest = {
    ...visit,
    key,
    async picks(operation) {
      scene.types(operation);
      const came = await visit.text(`the operation ${operation}`);
      if (came !== operation) otherOperation(operation, came);
    },
    async saysToAll(text) {
      scene.types('BM');
      // A client may ask for the text before it sends the operation.
      const operation = visit.text('the operation BM');
      let sent: string | undefined;
      operation.then((came) => (sent = came)).catch(() => undefined);
      await scene.shows(/message|text/i, 'a question for the message').catch((error: unknown) => {
        if (sent !== undefined && sent !== 'BM') otherOperation('BM', sent);
        throw error;
      });
      scene.types(text);
      const came = await operation;
      if (came !== 'BM') otherOperation('BM', came);
      return await visit.text('the public message');
    },
    async asksForNames(names) {
      await guest.picks('PM');
      await visit.main.sends(pickled(names), 'the list of names');
    },
  };
  return guest;
}

/** Seals a text for the client. */
export const sealedFor = (text: string, { key }: Pick<Guest, 'key'>): Promise<Uint8Array> =>
  seal(encode(text), key, Date.now());
