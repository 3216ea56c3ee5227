import { Fault, type Scene } from '#lab/check/scene.ts';
import { decode, encode, openPush, operations, sealedPush } from '#dialects/chatroom/codec.ts';
import { unpickled } from '#dialects/chatroom/pickle.ts';
import { type Keys, makeKeys, type PeerKey, peerKey, seal, unseal } from '#dialects/chatroom/encryption.ts';

import { type Blocks, blocksOver } from './blocks.ts';

/** The text before a message in the original. */
export const publicHead = '*** Incoming Public Message ***: ';
export const privateHead = '*** Incoming Private Message ***: ';

export const password = 's3cret';

/** The most pushes that are read to find one. */
const mostPushes = 8;

/** Something pushed: 5 and a text, or 4 and a sealed text. */
interface Push {
  readonly kind: number;
  readonly bytes: Uint8Array;
}

/** A client of chatroom: two links, a name, a key pair. Throws a `Fault` if the program does something else. */
export interface Person {
  readonly name: string;
  readonly main: Blocks;
  readonly push: Blocks;
  readonly keys: Keys;
  readonly serverKey: PeerKey;
  /** Sends a text to all. */
  saysToAll(text: string): Promise<void>;
  /** The next push that contains this, as text; other pushes, such as confirmations, are read before. */
  hears(text: string): Promise<string>;
  /** The next private push, decrypted. */
  hearsPrivate(): Promise<string>;
  /** Reads pushes until none comes. */
  hearsRest(): Promise<readonly string[]>;
  /** Begins a private message; returns the offered names. */
  asksForNames(): Promise<readonly string[]>;
  /** Chooses a name; returns the key that the server sends. */
  chooses(name: string): Promise<PeerKey>;
  /** Sends both sealed texts of a private message. */
  seals(text: string, key: PeerKey): Promise<void>;
  saysTo(name: string, text: string): Promise<void>;
  /** The history; undefined when there is none. */
  history(): Promise<string | undefined>;
  /** Sends EX, and waits until the server has closed the main link. */
  leaves(): Promise<void>;
}

/** Two key pairs are enough to tell keys apart; making one takes a tenth of a second. */
const made: Partial<Record<'alice' | 'others', Promise<Keys>>> = {};
const keysOf = (actor: string): Promise<Keys> => (made[actor === 'alice' ? 'alice' : 'others'] ??= makeKeys());

const sealed = (text: string, key: PeerKey): Promise<Uint8Array> => seal(encode(text), key, Date.now());

/** A client that has opened two links and read the server's key. `name`: its name on the wire. */
export async function arrives(scene: Scene, actor: string, name: string = scene.unique(actor)): Promise<Person> {
  const main = blocksOver(await scene.open(actor));
  const push = blocksOver(await scene.open(`${actor}-push`));
  const shown = await main.stream('the public key of the server');
  const serverKey = keyIn(shown, actor, 'the public key of the server');
  return personOver({ name, main, push, keys: await keysOf(actor), serverKey });
}

/** Sends a name; returns whether the server says it is new. */
export async function givesName({ main, name }: Person): Promise<boolean> {
  await main.sends(encode(name), 'the name');
  const answer = await main.number('1 for a new user, 0 for an existing one');
  if (answer === 0 || answer === 1) return answer === 1;
  throw new Fault({ says: `${main.speaker.name} gives a name and gets ACK ${answer}; expected was 1 or 0` });
}

export async function givesPassword({ main, serverKey }: Person, word: string = password): Promise<void> {
  await main.sends(await sealed(word, serverKey), 'the sealed password');
}

export const givesKey = ({ main, keys }: Person): Promise<void> => main.sends(keys.shown, 'the public key');

/** A new user who has logged in. */
export async function enters(scene: Scene, actor: string): Promise<Person> {
  const person = await arrives(scene, actor);
  if (!(await givesName(person)))
    throw new Fault({ says: `${actor} is new, but is called an existing user (ACK 0)` }, actor);
  await givesPassword(person);
  await givesKey(person);
  return person;
}

/** Alice, bob and carol, who have logged in. */
export const company = async (scene: Scene): Promise<readonly [alice: Person, bob: Person, carol: Person]> => [
  await enters(scene, 'alice'),
  await enters(scene, 'bob'),
  await enters(scene, 'carol'),
];

/** A user who logs in again with the right password. */
export async function returns(scene: Scene, actor: string, name?: string): Promise<Person> {
  const person = await arrives(scene, actor, name);
  if (await givesName(person))
    throw new Fault({ says: `${actor} has registered before, but is called a new user (ACK 1)` }, actor);
  await givesPassword(person);
  const answer = await person.main.number('1 for the right password');
  if (answer !== 1) throw new Fault({ says: `${actor} sends the right password and gets ACK ${answer}` }, actor);
  await givesKey(person);
  return person;
}

function keyIn(shown: Uint8Array, actor: string, what: string): PeerKey {
  const key = peerKey(shown);
  if (key) return key;
  throw new Fault({ says: `${actor} gets something else than ${what} (base64 of a PEM)`, heard: shown }, actor);
}

function personOver(is: Pick<Person, 'name' | 'main' | 'push' | 'keys' | 'serverKey'>): Person {
  const { name, main, push, keys, serverKey } = is;
  const actor = main.speaker.name;
  const wrong = (says: string, heard: Uint8Array = new Uint8Array()): never => {
    throw new Fault({ says, heard }, actor);
  };

  async function nextPush(what: string): Promise<Push> {
    const kind = await push.number(`5 before ${what}, or 4 where it is sealed`);
    const bytes = await push.stream(what);
    return { kind, bytes };
  }

  async function asks(operation: string): Promise<void> {
    await main.sends(encode(operation), `the operation ${operation}`);
  }

  const person: Person = {
    ...is,
    async saysToAll(text) {
      await asks(operations.sayToAll);
      await main.sends(encode(text), 'the message');
    },
    async hears(text) {
      const others: string[] = [];
      for (let n = 0; n < mostPushes; n++) {
        const { kind, bytes } = await nextPush(`the message ${JSON.stringify(short(text))}`).catch((error: unknown) => {
          if (others.length === 0) throw error;
          return wrong(`${actor} hears another text than ${JSON.stringify(short(text))}`, encode(others.join('\n')));
        });
        const came = decode(bytes);
        if (came.includes(text)) {
          if (kind !== openPush)
            wrong(`${actor} gets ACK ${kind} before a public message; expected was ACK ${openPush}`);
          return came;
        }
        others.push(came);
      }
      return wrong(`${actor} hears other texts than ${JSON.stringify(short(text))}`, encode(others.join('\n')));
    },
    async hearsPrivate() {
      let last: Push | undefined;
      for (let n = 0; n < mostPushes; n++) {
        last = await nextPush('the private message').catch((error: unknown) => {
          if (!last) throw error;
          return wrong(
            `${actor} gets a text with ACK ${last.kind} in place of a sealed one with ACK ${sealedPush}`,
            last.bytes,
          );
        });
        if (last.kind !== sealedPush) continue;
        const opened = await unseal(last.bytes, keys);
        return opened ? decode(opened) : wrong(`${actor} cannot decrypt the private message`, last.bytes);
      }
      return wrong(`${actor} gets no sealed text`);
    },
    async hearsRest() {
      const texts: string[] = [];
      while (texts.length < mostPushes) {
        try {
          await push.speaker.hearsNothing();
          return texts;
        } catch (error) {
          if (!(error instanceof Fault)) throw error;
          texts.push(decode((await nextPush('a message')).bytes));
        }
      }
      return texts;
    },
    async asksForNames() {
      await asks(operations.sayToOne);
      const list = await main.stream('the list of names');
      return unpickled(list) ?? wrong(`${actor} gets something else than a pickled list of names`, list);
    },
    async chooses(target) {
      await main.sends(encode(target), 'the name of the target');
      return keyIn(await main.stream('the public key of the target'), actor, 'the public key of the target');
    },
    async seals(text, key) {
      await main.sends(await sealed(`${privateHead}${text}`, key), 'the text sealed for the target');
      await main.sends(await sealed(text, serverKey), 'the text sealed for the server');
    },
    async saysTo(target, text) {
      await person.asksForNames();
      await person.seals(text, await person.chooses(target));
    },
    async history() {
      await asks(operations.showHistory);
      const answer = await main.number('1 before a history, -1 where there is none');
      if (answer === -1) return undefined;
      if (answer !== 1) return wrong(`${actor} asks for the history and gets ACK ${answer}; expected was 1 or -1`);
      const bytes = await main.stream('the sealed history');
      const opened = await unseal(bytes, keys);
      return opened ? decode(opened) : wrong(`${actor} cannot decrypt the history with the key of ${name}`, bytes);
    },
    async leaves() {
      await asks(operations.leave);
      await main.speaker.hearsEnd();
      push.speaker.hangsUp();
    },
  };
  return person;
}

/** A long text is not repeated in a report. */
const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
