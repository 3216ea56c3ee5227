import { nameNeeded, newPasswordPrompt, namePrompt, passwordPrompt, toNameWords, wrongPassword } from './words.ts';
import { encode } from '../codec.ts';
import type { Dialogue, ServerLink } from './dialogue.ts';
import { seal } from '../encryption.ts';

/** The login, from the name to the client's key. Resolves when it is complete; otherwise the conversation ends. */
export async function enter(talk: Dialogue, server: ServerLink): Promise<void> {
  const { identity, party } = talk;
  const name = identity.name ?? (await askName(talk));
  identity.name = name;
  // What is typed next is a password.
  if (party.name === undefined) party.console.prompt('', 'all');
  party.proposed = true;
  await talk.within(talk.send(server.main, encode(name)));
  const answer = await talk.within(server.main.number());
  if (answer === 1) await sendPassword(talk, server, newPasswordPrompt);
  else if (answer === 0) await tryPasswords(talk, server);
  else await talk.lost();
  await talk.within(talk.send(server.main, server.keys.shown));
}

async function askName(talk: Dialogue): Promise<string> {
  for (;;) {
    const name = (await talk.askText(namePrompt))?.trim();
    if (name !== undefined) return name;
    talk.party.console.hint(nameNeeded);
  }
}

async function tryPasswords(talk: Dialogue, server: ServerLink): Promise<void> {
  const { party, identity } = talk;
  for (;;) {
    await sendPassword(talk, server, passwordPrompt);
    const answer = await talk.within(server.main.number());
    if (answer === 1) return;
    if (answer !== 0) await talk.lost();
    // While reconnecting there is no other password to try.
    if (party.name !== undefined) await talk.refused();
    identity.password = undefined;
    party.console.show(wrongPassword);
  }
}

async function sendPassword(talk: Dialogue, { main, key }: ServerLink, words: string): Promise<void> {
  const { identity, party } = talk;
  const password = identity.password ?? (await talk.askText(words, 'all'))?.trim();
  if (password === undefined) {
    // The server accepts nothing but a password now.
    party.console.hint(toNameWords);
    return talk.refused();
  }
  identity.password = password;
  if (party.name === undefined) party.console.prompt('', 'all');
  await talk.within(talk.send(main, await seal(encode(password), key, party.clock.now())));
}
