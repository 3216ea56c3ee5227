import { passwordPrompt } from './talk-words.ts';
import type { Scene, Server } from './scene.suite.ts';

/** Version 2.0 between a person and a server, both played by a test. */

export const alice = { id: 3, name: 'alice', account: false };
export const bob = { id: 5, name: 'bob', account: true };

/** A PDU of the server. */
export const line = (mtype: number, payload: object, ref?: unknown): string =>
  `${JSON.stringify({ mtype, ref, payload })}\n`;

export const welcome = (more: object = {}, ref = 1): string =>
  line(2, { user: alice, session: 1, token: 't1', resume: 'e:7', resumed: false, rooms: [], ...more }, ref);

export const said = (cursor: string, to: string, text: string, more: object = {}): string =>
  line(22, { kind: 'message', cursor, time: 0, from: bob, to, text, ...more });

export interface HeardPdu {
  readonly mtype: number;
  readonly ref: number;
  readonly payload: Record<string, unknown>;
}

/** What a server has heard with that type. */
const heard = (server: Server, mtype: number): readonly HeardPdu[] =>
  server.heard
    .join('')
    .split('\n')
    .filter((each) => each.startsWith(`{"mtype":${mtype},`))
    .map((each) => JSON.parse(each));

/** The same, without the ids of messages, which are random. */
export const payloads = (server: Server, mtype: number): readonly unknown[] =>
  heard(server, mtype).map(({ payload }) => ({ ...payload, ...('id' in payload && { id: 'id' }) }));

/** Waits for the nth request of that type. */
export async function request(server: Server, mtype: number, nth = 1): Promise<HeardPdu> {
  await server.until(() => heard(server, mtype).length >= nth);
  const [found] = heard(server, mtype).slice(nth - 1);
  if (!found) throw new Error('it was heard');
  return found;
}

/** Answers the nth request of that type, with its entries before. */
export async function answers(
  server: Server,
  mtype: number,
  [answer, payload]: readonly [mtype: number, payload: object],
  { nth = 1, past = [] }: { readonly nth?: number; readonly past?: readonly object[] } = {},
): Promise<void> {
  const { ref } = await request(server, mtype, nth);
  server.saysRaw(past.map((each) => line(19, each, ref)).join('') + line(answer, payload, ref));
}

/** A person who is logged in, in #lobby. */
export async function talking(scene: Scene, more: object = {}): Promise<Server> {
  const server = await scene.server();
  server.negotiates('2.0');
  await scene.person.isAsked('Username: ');
  scene.person.type('alice');
  await scene.person.isAsked(passwordPrompt);
  scene.person.type('');
  await request(server, 1);
  server.saysRaw(welcome(more));
  await scene.person.isAsked('#lobby > ');
  return server;
}
