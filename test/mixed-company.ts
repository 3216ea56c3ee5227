import type { OriginalClient } from '#dialects/chatroom/original-client.suite.ts';
import type { ChatroomServer } from './chatroom-server.ts';
import type { NickPeer } from './nick-peer.ts';
import { patiently } from './patiently.ts';
import { TextPeer } from './text-peer.ts';

/** A user on each dialect, all in #lobby. Each name is identified by its first letter. */
export interface Company {
  readonly alice: OriginalClient;
  readonly nora: NickPeer;
  readonly dirk: TextPeer;
  readonly tim: TextPeer;
  /** On a pdu listener with `lobby=yes`. */
  readonly pia: TextPeer;
}

export async function gather(server: ChatroomServer): Promise<Company> {
  await register(server, 'pia');
  const [alice, nora] = [await server.comes('alice'), await server.onNick('nora')];
  const [dirk, tim, pia] = [await onDirect(server, 'dirk'), await onTsam(server, 'tim'), await onPdu(server, 'pia')];
  dirk.says('#lobby:\n');
  await asks(tim, 'GETMSGS,#lobby', 'No messages found for group #lobby');
  return { alice, nora, dirk, tim, pia };
}

/** The password of every account, except on chatroom, where `ChatroomServer.comes` has the same one. */
export const passwordOf = (name: string): string => `${name}-s3cret`;

/** Creates an account on nick, and leaves. */
export async function register(server: ChatroomServer, name: string): Promise<void> {
  const peer = await server.onNick(name);
  peer.say(`/register ${passwordOf(name)}`);
  await peer.hears(`${name} is registered. To log in again, send NICK ${name} and your password.`);
  peer.say('BYE');
  await peer.until(() => peer.end !== undefined);
}

export async function onDirect(server: ChatroomServer, name: string, password?: string): Promise<TextPeer> {
  const peer = new TextPeer(await server.connect('direct'));
  peer.says(`${[name, password].join(' ').trim()}\n`);
  await peer.hears(`Welcome ${name}! You can now chat.\n`);
  return peer;
}

export async function onTsam(server: ChatroomServer, name: string, password?: string): Promise<TextPeer> {
  const peer = new TextPeer(await server.connect('tsam'));
  await asks(peer, `LOGIN,${name}${password === undefined ? '' : `,${password}`}`, `You are ${name} now.`);
  return peer;
}

/** `id`: the number of the login on this listener, from 1. */
export async function onPdu(server: ChatroomServer, name: string, id = 1): Promise<TextPeer> {
  const peer = new TextPeer(await server.connect('pdu'));
  peer.says(`{"mtype": 1, "payload": {"username": "${name}", "password": "${passwordOf(name)}"}}\n`);
  await peer.hears(`{"mtype": 2, "payload": {"auth": 0, "id": ${id}}, "version": "1.0.0", "sz": 20}\n`);
  return peer;
}

/** Resolves when a chatroom client has received these texts. */
export function hears(client: OriginalClient, ...texts: readonly string[]): Promise<void> {
  const lately = (): string => JSON.stringify(client.heard.slice(-3)).slice(0, 200);
  return patiently(client.hears(...texts), () => `${texts.at(-1)?.slice(0, 80)}; heard last: ${lately()}`);
}

/** A command of tsam, in its frame. */
export const sends = (peer: TextPeer, command: string): void => peer.says(`\x01${command}\x04`);

export async function asks(peer: TextPeer, command: string, reply: string): Promise<void> {
  sends(peer, command);
  await peer.hears(reply);
}

/** Sends an ASCII text on pdu, and receives the echo. */
export async function parrots(peer: TextPeer, message: string): Promise<void> {
  const payload = `{"id": 1, "message": ${JSON.stringify(message)}}`;
  peer.says(`{"mtype": 3, "payload": ${payload}}\n`);
  await peer.hears(`{"mtype": 3, "payload": ${payload}, "version": "1.0.0", "sz": ${payload.length}}\n`);
}
