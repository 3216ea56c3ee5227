import { Fault, type Scene, type Speaker } from '#lab/check/scene.ts';
import { chatMessage, lineOf, loginRequest, logoutMessage, mtypes, versionRequest } from '#dialects/pdu/codec.ts';
import { type Heard, nextPdu } from './next-pdu.ts';

/** A client that sends and receives PDUs: one line each over TCP, one write each over QUIC. */
export interface PduClient {
  readonly name: string;
  readonly speaker: Speaker;
  says(pdu: Uint8Array): Promise<void>;
  /** The next PDU, which must be of that kind. */
  hears(mtype: number, what: string): Promise<Heard>;
  /** The next PDU, an error with that code. */
  hearsError(code: number, what: string): Promise<Heard>;
  /** Nothing comes, except perhaps the end of the last line. */
  hearsNothing(): Promise<void>;
  /** Its connection is reset. */
  isCutOff(): Promise<void>;
  /** Asks for versions: the answer. */
  offers(versions: readonly string[]): Promise<Heard>;
  /** Offers versions and logs in: its id, from now on that of `says…`. */
  logsIn(user: User): Promise<number>;
  /** Its id; -1 before the login. */
  readonly id: Id;
  saysText(message: string): Promise<void>;
  /** A PDU as bytes on the wire. */
  framed(pdu: Uint8Array): Uint8Array;
  wrong(says: string, heard?: Heard): never;
}

/** The accounts of every such server, with their passwords. */
const accounts = { user1: 'pass1', user2: 'pass2' } as const;
export type User = keyof typeof accounts;

export const usualVersions = ['1.2', '1.1', '1.0'] as const;

/** A number as the codec takes it. */
export interface Id {
  readonly written: string;
}
export const numeral = (id: number): Id => ({ written: String(id) });

type Open = (name: string) => Promise<PduClient>;

/**
 * A check with clients. Logged-in clients log out at the end, because the server may continue to run after this check,
 * and keep an account in use until then.
 */
export const withClients =
  (run: (open: Open, scene: Scene) => Promise<void>) =>
  async (scene: Scene): Promise<void> => {
    const clients: PduClient[] = [];
    try {
      await run(async (name) => {
        const client = await pduClient(scene, name);
        clients.push(client);
        return client;
      }, scene);
    } finally {
      for (const client of clients) {
        if (client.id.written !== '-1') await client.says(logoutMessage(client.id)).catch(() => undefined);
      }
    }
  };

/** The time in messages, in seconds since 1970; any number will do. */
const time = 1_795_210_681;

async function pduClient(scene: Scene, name: string): Promise<PduClient> {
  const speaker = await scene.open(name);
  const wrong = (says: string, heard?: Heard): never => {
    throw new Fault(heard ? { says, heard: utf8.encode(heard.text) } : { says }, name);
  };
  const framed = scene.transport === 'tcp' ? lineOf : (pdu: Uint8Array): Uint8Array => pdu;
  let id = numeral(-1);
  const client: PduClient = {
    name,
    get id() {
      return id;
    },
    saysText: (message) => client.says(chatMessage(id, time, message)),
    speaker,
    framed,
    wrong,
    says: (pdu) => speaker.says(framed(pdu)),
    async hears(mtype, what) {
      const heard = await nextPdu(speaker, what);
      return heard.mtype === mtype
        ? heard
        : wrong(`${name} gets a PDU of another kind than ${what} (mtype ${mtype})`, heard);
    },
    async hearsError(code, what) {
      const heard = await client.hears(mtypes.error, what);
      const { error_code: came } = heard.payload;
      return came === code ? heard : wrong(`${name} gets another error than ${what} (error_code ${code})`, heard);
    },
    async hearsNothing() {
      try {
        await speaker.hearsNothing();
      } catch (error) {
        const heard = error instanceof Fault ? error.complaint.heard : undefined;
        if (!heard || text.decode(heard).trim() !== '') throw error;
        await speaker.takes(heard.length);
        await speaker.hearsNothing();
      }
    },
    async isCutOff() {
      await client.hearsNothing();
      await speaker.isCutOff();
    },
    async offers(versions) {
      await client.says(versionRequest(versions));
      return await nextPdu(speaker, 'the answer to the version request');
    },
    async logsIn(user) {
      await client.offers(usualVersions);
      await client.says(loginRequest(user, accounts[user]));
      const given = idIn(client, await client.hears(mtypes.loginResponse, 'the answer to the login'));
      id = numeral(given);
      return given;
    },
  };
  return client;
}

/** The id of an accepted login. */
export function idIn(client: PduClient, heard: Heard): number {
  const { auth, id } = heard.payload;
  if (auth !== 0) client.wrong(`${client.name} logs in and is refused (auth is not 0)`, heard);
  if (typeof id !== 'number' || !Number.isInteger(id) || id < 0)
    return client.wrong(`${client.name} logs in and gets no number as its id`, heard);
  return id;
}

const utf8 = new TextEncoder();
const text = new TextDecoder();
