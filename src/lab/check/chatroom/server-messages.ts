import type { Check } from '#lab/check/check.ts';
import { define } from '#lab/check/define-check.ts';
import { Fault } from '#lab/check/scene.ts';
import { encode } from '#dialects/chatroom/codec.ts';

import { type Person, privateHead, publicHead } from './person.ts';
import { company, enters } from './arrivals.ts';

/** Whether a client is sent a text; a confirmation may come on the first connection, too. */
async function isTold(person: Person): Promise<boolean> {
  if ((await person.hearsRest()).length > 0) return true;
  return await person.main.speaker.hearsNothing().then(
    () => false,
    () => true,
  );
}

/** Messages to all and to one. */
export const messageChecks: readonly Check[] = [
  define({
    id: 'to-all',
    title: 'sends a public message to the others who are online',
    from: {
      code: 'BM: ACK 5 and the text, to every other online user, on the second connection',
      readme: 'BM: the message goes to all who are logged in.',
    },
    rows: [7],
    needs: ['second-client'],
    play: async (scene) => {
      const [alice, bob, carol] = await company(scene);
      await alice.saysToAll('hello all');
      await bob.hears('hello all');
      await carol.hears('hello all');
    },
  }),
  define({
    id: 'to-all-text',
    title: `pushes it as "${publicHead}" and the text`,
    from: { code: `"${publicHead}" + text` },
    rows: [7],
    needs: ['to-all'],
    play: async (scene) => {
      const [alice, bob] = [await enters(scene, 'alice'), await enters(scene, 'bob')];
      await alice.saysToAll('hello all');
      const heard = await bob.hears('hello all');
      if (heard !== `${publicHead}hello all`)
        throw new Fault({ says: `bob does not hear "${publicHead}hello all"`, heard: encode(heard) }, 'bob');
    },
  }),
  define({
    id: 'no-echo',
    title: 'does not send a public message back to its sender',
    from: { code: 'BM goes to every other online user', readme: 'BM: the message goes to the others.' },
    rows: [7],
    needs: ['to-all'],
    play: async (scene) => {
      const [alice, bob] = [await enters(scene, 'alice'), await enters(scene, 'bob')];
      await alice.saysToAll('hello all');
      await bob.hears('hello all');
      const back = (await alice.hearsRest()).find((text) => text.includes('hello all'));
      if (back !== undefined) throw new Fault({ says: 'alice hears her own message', heard: encode(back) }, 'alice');
    },
  }),
  define({
    id: 'silent-main',
    title: 'answers BM with nothing on the first connection',
    from: { code: 'BM: no reply on the main connection' },
    rows: [7],
    needs: ['to-all'],
    play: async (scene) => {
      const alice = await enters(scene, 'alice');
      await alice.saysToAll('hello all');
      await alice.main.speaker.hearsNothing();
    },
  }),
  define({
    id: 'confirmed',
    title: 'confirms a public message to its sender',
    from: { readme: 'The server sends the confirmation that the message was sent (its form is left to you).' },
    rows: [7],
    needs: ['no-echo'],
    play: async (scene) => {
      const alice = await enters(scene, 'alice');
      await alice.saysToAll('hello all');
      if (!(await isTold(alice))) scene.fail('alice says something to all, and is not told that it was sent', 'alice');
    },
  }),
  define({
    id: 'names',
    title: 'answers PM with the list of the others who are online',
    from: {
      code: 'a pickled list of the other online names',
      readme: 'The server keeps track of the users who are online, and sends the list.',
    },
    rows: [8],
    needs: ['second-client'],
    play: async (scene) => {
      const [alice, bob, carol] = await company(scene);
      const names = await alice.asksForNames();
      for (const { name } of [bob, carol]) {
        if (!names.includes(name)) scene.fail(`${name} is online and is not in the list: ${names.join(', ')}`, 'alice');
      }
      if (names.includes(alice.name)) scene.fail(`the list for ${alice.name} has her own name in it`, 'alice');
    },
  }),
  define({
    id: 'target-key',
    title: "sends the target's own public key",
    from: {
      code: "PUBKEY(target's client key)",
      readme: "A private message is encrypted with the target's public key.",
    },
    rows: [8],
    needs: ['names'],
    play: async (scene) => {
      const [alice, bob] = [await enters(scene, 'alice'), await enters(scene, 'bob')];
      await alice.asksForNames();
      const { shown } = await alice.chooses(bob.name);
      const is = (key: Uint8Array): boolean => Buffer.compare(key, shown) === 0;
      if (is(alice.serverKey.shown)) scene.fail("alice chooses bob and gets the server's own key", 'alice');
      if (is(alice.keys.shown)) scene.fail('alice chooses bob and gets her own key', 'alice');
      if (!is(bob.keys.shown)) scene.fail("alice chooses bob and gets a key that is not bob's", 'alice');
    },
  }),
  define({
    id: 'to-one',
    title: 'passes on the text that is sealed for the target',
    from: {
      code: 'to the target: ACK 4 and the first sealed text, unchanged',
      readme: 'PM: the server forwards the message to the target.',
    },
    rows: [8],
    needs: ['target-key'],
    play: async (scene) => {
      const [alice, bob] = [await enters(scene, 'alice'), await enters(scene, 'bob')];
      await alice.saysTo(bob.name, 'psst secret');
      const heard = await bob.hearsPrivate();
      if (heard !== `${privateHead}psst secret`)
        throw new Fault({ says: 'bob decrypts another text than alice has sealed', heard: encode(heard) }, 'bob');
    },
  }),
  define({
    id: 'only-target',
    title: 'sends a private message to nobody but its target',
    from: { code: 'push(target)', readme: 'PM: the server forwards the message to the target.' },
    rows: [8],
    needs: ['to-one'],
    play: async (scene) => {
      const [alice, bob, carol] = await company(scene);
      await alice.saysTo(bob.name, 'psst secret');
      await bob.hearsPrivate();
      if ((await carol.hearsRest()).length > 0) scene.fail('carol hears of a private message to bob', 'carol');
    },
  }),
  define({
    id: 'confirmed-private',
    title: 'confirms a private message to its sender',
    from: { readme: 'The server sends the confirmation that the message was sent, or that the user does not exist.' },
    rows: [8],
    needs: ['confirmed', 'to-one'],
    play: async (scene) => {
      const [alice, bob] = [await enters(scene, 'alice'), await enters(scene, 'bob')];
      await alice.saysTo(bob.name, 'psst secret');
      await bob.hearsPrivate();
      if (!(await isTold(alice))) scene.fail('alice writes to bob, and is not told that it was sent', 'alice');
    },
  }),
  define({
    id: 'five-clients',
    title: 'serves five clients at once',
    from: { code: 'a thread serves each client', readme: 'A chat room: many clients and one server.' },
    rows: [1, 7],
    needs: ['no-echo'],
    play: async (scene) => {
      const people = [];
      for (const actor of ['alice', 'bob', 'carol', 'dave', 'erin']) people.push(await enters(scene, actor));
      for (const [n, sender] of people.entries()) {
        await sender.saysToAll(`message ${n}`);
        await Promise.all(people.filter((each) => each !== sender).map((each) => each.hears(`message ${n}`)));
      }
    },
  }),
];
