import type { Check } from '#lab/check/check.ts';
import type { ClientScene } from '#lab/check/client-scene.ts';
import { defineClient } from '#lab/check/define-check.ts';
import { ack, decode, encode } from '#dialects/chatroom/codec.ts';

import { privateHead, publicHead } from './person.ts';
import { enters, type Guest, keysOf, sealedFor } from './visit.ts';

/** A new user who has been shown the names of those online, and is asked for one of them. */
async function choosing(scene: ClientScene): Promise<Guest> {
  const guest = await enters(scene);
  await guest.asksForNames(['bob', 'carol']);
  await scene.shows('bob');
  await scene.shows(/[:?>][ \t]*$/).catch(() => undefined);
  return guest;
}

/** Chooses bob, and writes to him: what is sealed for him, and what for the server. */
async function writes(scene: ClientScene, guest: Guest, text: string): Promise<readonly [string, string]> {
  scene.types('bob');
  // A client may ask for the text before it sends the name, or after the key.
  const chosen = (async () => {
    const name = await guest.text('the name of the target');
    if (name !== 'bob') guest.fail('the client sends another name than was typed', encode(name));
    await guest.main.sends((await keysOf('target')).shown, 'the public key of the target');
  })();
  chosen.catch(() => undefined);
  await scene.shows(/message|text/i, 'a question for the message');
  scene.types(text);
  await chosen;
  const forBob = await guest.opened('the text sealed for the target', keysOf('target'));
  return [forBob, await guest.opened('the text sealed for the server', keysOf('server'))];
}

/** What a client asks for, and what it is sent. */
export const clientTalkChecks: readonly Check[] = [
  defineClient({
    id: 'to-all',
    title: 'sends a public message as the operation BM and the text',
    from: {
      code: 'STREAM("BM"), then STREAM(text); "> Enter the public message: "',
      readme: 'The client picks the operation. BM: it asks for the text, and sends it.',
    },
    rows: [2, 7],
    needs: ['own-key'],
    play: async (scene) => {
      const guest = await enters(scene);
      const came = await guest.saysToAll('hello all');
      if (came !== 'hello all') guest.fail('the client sends another text than was typed', encode(came));
    },
  }),
  defineClient({
    id: 'to-all-again',
    title: 'is back at its menu after a public message',
    from: {
      code: 'a loop: an operation after the other',
      readme: 'BM: client and server return to their initial state.',
    },
    rows: [2, 7],
    needs: ['to-all'],
    play: async (scene) => {
      const guest = await enters(scene);
      await guest.saysToAll('first');
      await scene.shows(/[>:?]/).catch(() => undefined);
      const came = await guest.saysToAll('second');
      if (came !== 'second') guest.fail('the client sends another text than was typed', encode(came));
    },
  }),
  defineClient({
    id: 'shows-public',
    title: 'shows a public message that comes while it waits for input',
    from: {
      code: 'a thread reads the second connection: ACK 5, then the text, which is printed',
      readme: 'BM: the message is shown to all who are logged in.',
    },
    rows: [7],
    needs: ['own-key'],
    play: async (scene) => {
      const guest = await enters(scene);
      await guest.pushes(`${publicHead}hello from bob`);
      await scene.shows('hello from bob');
    },
  }),
  defineClient({
    id: 'shows-second',
    title: 'goes on to show messages',
    from: {
      code: 'the thread reads until the connection ends',
      readme: 'BM: the message is shown to all who are logged in.',
    },
    rows: [7],
    needs: ['shows-public'],
    play: async (scene) => {
      const guest = await enters(scene);
      for (const text of ['first one', 'second one']) {
        await guest.pushes(`${publicHead}${text}`);
        await scene.shows(text);
      }
    },
  }),
  defineClient({
    id: 'confirmation',
    title: 'shows the confirmation of the server',
    from: { readme: 'The server confirms that the message was sent; the client shows it.' },
    rows: [7, 8],
    needs: ['to-all', 'shows-public'],
    play: async (scene) => {
      const guest = await enters(scene);
      await guest.saysToAll('hello all');
      await guest.pushes('[INFO] Your message was confirmed.');
      await scene.shows('Your message was confirmed');
    },
  }),
  defineClient({
    id: 'names',
    title: 'shows who is online after PM',
    from: {
      code: 'pickle.loads of the list; "Peer(s) online: ", "Peer to message: "',
      readme: 'PM: the server sends the list of the users who are online; the client asks for the target.',
    },
    rows: [8],
    needs: ['own-key'],
    play: async (scene) => {
      const guest = await enters(scene);
      await guest.asksForNames(['bob', 'carol']);
      await scene.shows('bob');
      await scene.shows('carol');
      scene.neverShows(/\\x80|\\x94|�/, 'the client shows the bytes of the pickled list');
    },
  }),
  defineClient({
    id: 'to-one',
    title: 'seals a private message for its target, and again for the server',
    from: {
      code: `SEALED for the target: "${privateHead}" + text; then SEALED for the server: text`,
      readme: 'A private message is encrypted with the public key of its target.',
    },
    rows: [8],
    needs: ['names'],
    play: async (scene) => {
      const guest = await choosing(scene);
      const [forBob, forServer] = await writes(scene, guest, 'psst secret');
      if (!forBob.includes('psst secret'))
        guest.fail('the client seals another text for the target than was typed', encode(forBob));
      if (forServer !== 'psst secret')
        guest.fail('the client seals another text for the server than was typed', encode(forServer));
    },
  }),
  defineClient({
    id: 'to-one-head',
    title: `begins what it seals for the target with "${privateHead}"`,
    from: { code: `"${privateHead}" + text` },
    rows: [8],
    needs: ['to-one'],
    play: async (scene) => {
      const guest = await choosing(scene);
      const [forBob] = await writes(scene, guest, 'psst secret');
      if (forBob !== `${privateHead}psst secret`)
        guest.fail(`the client seals something else than "${privateHead}psst secret"`, encode(forBob));
    },
  }),
  defineClient({
    id: 'unknown-target',
    title: 'asks again for a target that is not in the list',
    from: {
      code: '"Invalid user. Try again..."; only a name of the list is sent',
      readme: 'PM: a target that is not online is refused.',
    },
    rows: [8],
    needs: ['to-one'],
    play: async (scene) => {
      const guest = await choosing(scene);
      scene.types('nobody');
      await guest.main.speaker.hearsNothing();
      await scene.shows(/[:?>][ \t]*$/).catch(() => undefined);
      const [forBob] = await writes(scene, guest, 'psst secret');
      if (!forBob.includes('psst secret')) guest.fail('the client seals another text than was typed', encode(forBob));
    },
  }),
  defineClient({
    id: 'shows-private',
    title: 'decrypts a private message, and shows it',
    from: {
      code: 'ACK 4, then what is sealed for this client: decrypted and printed',
      readme: 'PM: the target reads the message.',
    },
    rows: [8],
    needs: ['shows-public'],
    play: async (scene) => {
      const guest = await enters(scene);
      await guest.pushes(await sealedFor(`${privateHead}psst secret`, guest));
      await scene.shows('psst secret');
    },
  }),
  defineClient({
    id: 'history',
    title: 'asks for the history with CH, decrypts it, and shows it',
    from: {
      code: 'STREAM("CH"); ACK 1, then the sealed history, which is printed',
      readme: 'CH: the server sends the history, and the client shows it.',
    },
    rows: [2, 9],
    needs: ['own-key'],
    play: async (scene) => {
      const guest = await enters(scene);
      await guest.picks('CH');
      await guest.main.speaker.says(ack(1));
      const lines = ['first line', 'second line'].map(
        (text) => `2026-11-20 21:31:31.350308\tBM\tsentby:alice recvby:*\t${text}\n`,
      );
      await guest.main.sends(await sealedFor(lines.join(''), guest), 'the sealed history');
      await scene.shows('first line');
      await scene.shows('second line');
    },
  }),
  defineClient({
    id: 'no-history',
    title: 'says that there is no history at ACK -1, and goes on',
    from: { code: '"No chat history"' },
    rows: [9],
    needs: ['to-all'],
    play: async (scene) => {
      const guest = await enters(scene);
      await guest.picks('CH');
      await guest.main.speaker.says(ack(-1));
      await scene.shows(/no[^\n]*history/i, 'that there is no history');
      if ((await guest.saysToAll('hello all')) !== 'hello all')
        guest.fail('the client sends another text than was typed');
    },
  }),
  defineClient({
    id: 'leave',
    title: 'sends EX, and ends',
    from: {
      code: 'STREAM("EX"), then both connections are closed',
      readme: 'EX: sockets are closed and resources are freed.',
    },
    rows: [2, 10],
    needs: ['own-key'],
    play: async (scene) => {
      const guest = await enters(scene);
      await guest.picks('EX');
      for (const { speaker } of [guest.main, guest.push]) speaker.hangsUp();
      await scene.ends();
      scene.neverShows(/Traceback \(most recent call last\)/, 'the client ends with an exception');
    },
  }),
  defineClient({
    id: 'ctrl-c',
    title: 'sends EX on Ctrl-C, and ends',
    from: { code: '"[INFO] Shutting down connection manually...", then EX' },
    rows: [10],
    needs: ['leave'],
    play: async (scene) => {
      const guest = await enters(scene);
      await scene.interrupts();
      const came = decode(await guest.main.stream('the operation EX'));
      if (came !== 'EX') guest.fail('the client sends something else than the operation EX', encode(came));
      for (const { speaker } of [guest.main, guest.push]) speaker.hangsUp();
      await scene.ends();
    },
  }),
];
