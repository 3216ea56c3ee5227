import { fold } from '#chat/names/names.ts';

import {
  invalidPeer,
  invalidPeerHint,
  nobodyWords,
  noHistory,
  peerPrompt,
  peersWords,
  privatePrompt,
  publicPrompt,
  unopened,
} from './words.ts';
import { decode, encode, operations } from '../codec.ts';
import type { Dialogue, ServerLink } from './dialogue.ts';
import { unpickled } from '../pickle.ts';
import { privateHead } from '../render.ts';
import { type PeerKey, peerKey, seal, unseal } from '../encryption.ts';

/** Runs an operation; false if its name is unknown. */
export async function runOperation(talk: Dialogue, server: ServerLink, operation: string): Promise<boolean> {
  switch (operation) {
    case operations.sayToAll:
      await sayToAll(talk, server);
      return true;
    case operations.sayToOne:
      await sayToOne(talk, server);
      return true;
    case operations.showHistory:
      await showHistory(talk, server);
      return true;
    default:
      return false;
  }
}

async function sayToAll(talk: Dialogue, { main }: ServerLink): Promise<void> {
  const text = await talk.askText(publicPrompt);
  if (text === undefined) return;
  await talk.send(main, encode(operations.sayToAll));
  await talk.send(main, encode(text));
}

async function sayToOne(talk: Dialogue, server: ServerLink): Promise<void> {
  const { console, name = '' } = talk.party;
  await talk.send(server.main, encode(operations.sayToOne));
  const bytes = await server.main.stream();
  const names = (bytes && unpickled(bytes)) ?? (await talk.lost());
  if (names.length === 0) console.show(nobodyWords);
  else {
    console.show(peersWords(names));
    const target = await choosePeer(talk, names);
    const text = target === undefined ? undefined : await talk.askText(privatePrompt);
    if (target !== undefined && text !== undefined) {
      return sealFor(talk, server, await keyOf(talk, server, target), text);
    }
  }
  // The server waits for a name and two texts, and an original crashes at an unknown name.
  await sealFor(talk, server, await keyOf(talk, server, name), '');
}

async function choosePeer(talk: Dialogue, names: readonly string[]): Promise<string | undefined> {
  for (;;) {
    const wished = (await talk.askText(peerPrompt))?.trim();
    if (wished === undefined) return undefined;
    const found = names.find((name) => fold(name) === fold(wished));
    if (found !== undefined) return found;
    talk.party.console.show(invalidPeer);
    talk.party.console.hint(invalidPeerHint);
  }
}

async function keyOf(talk: Dialogue, { main }: ServerLink, name: string): Promise<PeerKey> {
  await talk.send(main, encode(name));
  const shown = await main.stream();
  return (shown && peerKey(shown)) ?? (await talk.lost());
}

async function sealFor(talk: Dialogue, server: ServerLink, key: PeerKey, text: string): Promise<void> {
  const now = talk.party.clock.now();
  await talk.send(server.main, await seal(encode(privateHead + text), key, now));
  await talk.send(server.main, await seal(encode(text), server.key, now));
}

async function showHistory(talk: Dialogue, { main, keys }: ServerLink): Promise<void> {
  const { console } = talk.party;
  await talk.send(main, encode(operations.showHistory));
  const answer = await main.number();
  if (answer === -1) return console.show(noHistory);
  const sealed = answer === 1 ? await main.stream() : undefined;
  if (!sealed) return talk.lost();
  const text = await unseal(sealed, keys);
  const lines = (text ? decode(text) : unopened).split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (const line of lines) console.show(line);
}
