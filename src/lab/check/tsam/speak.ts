import type { Scene, Speaker } from '#lab/check/scene.ts';

/** A client that says commands in frames: SOH, the command, EOT. */
export interface TsamClient extends Speaker {
  commands(command: string): Promise<void>;
}

export async function tsamClient(scene: Scene, name: string): Promise<TsamClient> {
  const speaker = await scene.open(name);
  return { ...speaker, commands: (command) => speaker.says(framed(command)) };
}

/** A client that the server has answered already: it is on the list. */
export async function listedClient(scene: Scene, name: string): Promise<TsamClient> {
  const client = await tsamClient(scene, name);
  await client.commands('LISTSERVERS');
  await client.answers(/SERVERS,/, 'SERVERS,…');
  return client;
}

/** The group that a check writes to: on a server that runs already it is the client's own, without older messages. */
export async function groupOf(scene: Scene, client: TsamClient): Promise<string> {
  if (scene.isFresh) return 'A5_1';
  await client.commands('LISTSERVERS');
  const list = await client.answers(/SERVERS,/, 'SERVERS,…');
  const group = [...list.matchAll(/A5_[\w.]+/g)].at(-1)?.[0] ?? 'A5_1';
  await client.commands(`GETMSGS,${group}`);
  await client.answers(/^/, 'older messages').catch(() => '');
  return group;
}

const utf8 = new TextEncoder();

/** A command as it goes over the wire. */
export const framed = (command: string): Uint8Array => utf8.encode(`\u0001${command}\u0004`);

/** An entry of a list of servers or clients: an id, an address, a port. */
export const entry: string = String.raw`A5_[\w.]+,(?:\d+(?:\.\d+){3})?,\d+(?![\d.])`;
