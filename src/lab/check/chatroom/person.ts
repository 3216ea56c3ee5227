import { Fault } from '#lab/check/scene.ts';
import { decode, encode, openPush, operations, sealedPush } from '#dialects/chatroom/codec.ts';
import { unpickled } from '#dialects/chatroom/pickle.ts';
import { type Keys, type PeerKey, peerKey, seal, unseal } from '#dialects/chatroom/encryption.ts';
import type { Blocks } from './blocks.ts';

/** The text before a message in the original. */
export const publicHead = '*** Incoming Public Message ***: ';
export const privateHead = '*** Incoming Private Message ***: ';

/** The most pushes that are read to find one. */
const maxPushes = 8;

/** Something pushed: 5 and a text, or 4 and a sealed text. */
interface Push {
  readonly kind: number;
  readonly bytes: Uint8Array;
}

/** What a client has before it has said anything. `name`: its name on the wire. */
interface Arrived {
  readonly name: string;
  readonly main: Blocks;
  readonly push: Blocks;
  readonly keys: Keys;
  readonly serverKey: PeerKey;
}

/** A client of chatroom: two links, a name, a key pair. Throws a `Fault` if the program does something else. */
export class Person implements Arrived {
  readonly name: string;
  readonly main: Blocks;
  readonly push: Blocks;
  readonly keys: Keys;
  readonly serverKey: PeerKey;
  readonly #actor: string;

  constructor({ name, main, push, keys, serverKey }: Arrived) {
    this.name = name;
    this.main = main;
    this.push = push;
    this.keys = keys;
    this.serverKey = serverKey;
    this.#actor = main.speaker.name;
  }

  /** Sends a text to all. */
  async saysToAll(text: string): Promise<void> {
    await this.#asks(operations.sayToAll);
    await this.main.sends(encode(text), 'the message');
  }

  /** The next push that contains this, as text; other pushes, such as confirmations, are read before. */
  async hears(text: string): Promise<string> {
    const others: string[] = [];
    for (let n = 0; n < maxPushes; n++) {
      const { kind, bytes } = await this.#nextPush(`the message ${JSON.stringify(short(text))}`).catch(
        (error: unknown) => {
          if (others.length === 0) throw error;
          const says = `${this.#actor} hears another text than ${JSON.stringify(short(text))}`;
          return this.#wrong(says, encode(others.join('\n')));
        },
      );
      const came = decode(bytes);
      if (came.includes(text)) {
        if (kind !== openPush)
          this.#wrong(`${this.#actor} gets ACK ${kind} before a public message; expected was ACK ${openPush}`);
        return came;
      }
      others.push(came);
    }
    return this.#wrong(
      `${this.#actor} hears other texts than ${JSON.stringify(short(text))}`,
      encode(others.join('\n')),
    );
  }

  /** The next private push, decrypted. */
  async hearsPrivate(): Promise<string> {
    let last: Push | undefined;
    for (let n = 0; n < maxPushes; n++) {
      last = await this.#nextPush('the private message').catch((error: unknown) => {
        if (!last) throw error;
        return this.#wrong(
          `${this.#actor} gets a text with ACK ${last.kind} in place of a sealed one with ACK ${sealedPush}`,
          last.bytes,
        );
      });
      if (last.kind !== sealedPush) continue;
      const opened = await unseal(last.bytes, this.keys);
      return opened ? decode(opened) : this.#wrong(`${this.#actor} cannot decrypt the private message`, last.bytes);
    }
    return this.#wrong(`${this.#actor} gets no sealed text`);
  }

  /** Reads pushes until none comes. */
  async hearsRest(): Promise<readonly string[]> {
    const texts: string[] = [];
    while (texts.length < maxPushes) {
      try {
        await this.push.speaker.hearsNothing();
        return texts;
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        texts.push(decode((await this.#nextPush('a message')).bytes));
      }
    }
    return texts;
  }

  /** Begins a private message; returns the offered names. */
  async asksForNames(): Promise<readonly string[]> {
    await this.#asks(operations.sayToOne);
    const list = await this.main.stream('the list of names');
    return unpickled(list) ?? this.#wrong(`${this.#actor} gets something else than a pickled list of names`, list);
  }

  /** Chooses a name; returns the key that the server sends. */
  async chooses(target: string): Promise<PeerKey> {
    await this.main.sends(encode(target), 'the name of the target');
    const shown = await this.main.stream('the public key of the target');
    return keyIn(shown, this.#actor, 'the public key of the target');
  }

  /** Sends both sealed texts of a private message. */
  async seals(text: string, key: PeerKey): Promise<void> {
    await this.main.sends(await sealed(`${privateHead}${text}`, key), 'the text sealed for the target');
    await this.main.sends(await sealed(text, this.serverKey), 'the text sealed for the server');
  }

  async saysTo(target: string, text: string): Promise<void> {
    await this.asksForNames();
    await this.seals(text, await this.chooses(target));
  }

  /** The history; undefined when there is none. */
  async history(): Promise<string | undefined> {
    const actor = this.#actor;
    await this.#asks(operations.showHistory);
    const answer = await this.main.number('1 before a history, -1 where there is none');
    if (answer === -1) return undefined;
    if (answer !== 1) return this.#wrong(`${actor} asks for the history and gets ACK ${answer}; expected was 1 or -1`);
    const bytes = await this.main.stream('the sealed history');
    const opened = await unseal(bytes, this.keys);
    if (opened) return decode(opened);
    return this.#wrong(`${actor} cannot decrypt the history with the key of ${this.name}`, bytes);
  }

  /** Sends EX, and waits until the server has closed the main link. */
  async leaves(): Promise<void> {
    await this.#asks(operations.leave);
    await this.main.speaker.hearsEnd();
    this.push.speaker.hangsUp();
  }

  async #nextPush(what: string): Promise<Push> {
    const kind = await this.push.number(`5 before ${what}, or 4 where it is sealed`);
    const bytes = await this.push.stream(what);
    return { kind, bytes };
  }

  async #asks(operation: string): Promise<void> {
    await this.main.sends(encode(operation), `the operation ${operation}`);
  }

  #wrong(says: string, heard: Uint8Array = new Uint8Array()): never {
    throw new Fault({ says, heard }, this.#actor);
  }
}

export const sealed = (text: string, key: PeerKey): Promise<Uint8Array> => seal(encode(text), key, Date.now());

export function keyIn(shown: Uint8Array, actor: string, what: string): PeerKey {
  const key = peerKey(shown);
  if (key) return key;
  throw new Fault({ says: `${actor} gets something else than ${what} (base64 of a PEM)`, heard: shown }, actor);
}

/** A long text is not repeated in a report. */
const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
