import type { Check } from '#lab/check/check.ts';
import { define } from '#lab/check/define-check.ts';
import { Fault, type Scene } from '#lab/check/scene.ts';
import { encode, operations } from '#dialects/chatroom/codec.ts';

import type { Person } from './person.ts';
import { company, enters, returns } from './arrivals.ts';

/** Alice, who has sent a message to all and one to bob. */
async function talk(scene: Scene): Promise<readonly [alice: Person, bob: Person]> {
  const [alice, bob] = [await enters(scene, 'alice'), await enters(scene, 'bob')];
  await alice.saysToAll('hello all');
  await bob.hears('hello all');
  await alice.saysTo(bob.name, 'psst secret');
  await bob.hearsPrivate();
  return [alice, bob];
}

async function hasBoth(person: Person): Promise<string> {
  const text = await person.history();
  const actor = person.main.speaker.name;
  if (text === undefined)
    throw new Fault({ says: `${actor} has a history, but is told that there is none (ACK -1)` }, actor);
  for (const said of ['hello all', 'psst secret']) {
    if (!text.includes(said))
      throw new Fault({ says: `"${said}" is missing in the history of ${actor}`, heard: encode(text) }, actor);
  }
  return text;
}

const historyLine = (kind: string, to: string, by: string, text: string): RegExp =>
  new RegExp(String.raw`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\t${kind}\tsentby:${by} recvby:${to}\t${text}$`, 'm');

/** CH, and who is online. */
export const historyChecks: readonly Check[] = [
  define({
    id: 'no-history',
    title: 'answers CH with ACK -1 where there is no history',
    from: { code: 'ACK -1: no history file' },
    rows: [9],
    needs: ['new-user'],
    play: async (scene) => {
      const alice = await enters(scene, 'alice');
      const text = await alice.history();
      if (text !== undefined)
        throw new Fault({ says: 'alice is new and gets a history', heard: encode(text) }, 'alice');
    },
  }),
  define({
    id: 'history',
    title: 'answers CH with the public and private messages of the user, sealed',
    from: {
      code: 'ACK 1, then the whole file sealed for this client; BM is in the file of everyone online, PM in those of both',
      readme: 'CH: the server loads the file of the history and sends it.',
    },
    rows: [9],
    needs: ['to-one'],
    play: async (scene) => {
      const [alice, bob] = await talk(scene);
      await hasBoth(alice);
      await hasBoth(bob);
    },
  }),
  define({
    id: 'history-lines',
    title: 'writes the lines of the history with time, kind, sender and receiver, tabs between',
    from: { code: '2026-11-20 21:31:31.350308<TAB>BM<TAB>sentby:alice recvby:*<TAB>hello all' },
    rows: [9],
    needs: ['history'],
    play: async (scene) => {
      const [alice, bob] = await talk(scene);
      const text = await hasBoth(alice);
      const lines = [
        historyLine('BM', String.raw`\*`, alice.name, 'hello all'),
        historyLine('PM', bob.name, alice.name, 'psst secret'),
      ];
      for (const line of lines) {
        if (!line.test(text))
          throw new Fault({ says: 'the history has a line of another form', heard: encode(text) }, 'alice');
      }
    },
  }),
  define({
    id: 'history-stays',
    title: 'keeps the history of a user who leaves and comes again',
    from: { code: 'the history is a file', readme: 'CH: the history survives logout and login.' },
    rows: [9],
    needs: ['history', 'existing-user'],
    play: async (scene) => {
      const [alice] = await talk(scene);
      await alice.leaves();
      await hasBoth(await returns(scene, 'alice'));
    },
  }),
  define({
    id: 'off-the-list',
    title: 'removes a user who has left from the list',
    from: {
      code: 'EX: the user is not online any more',
      readme: 'EX: the server updates the active clients and names.',
    },
    rows: [10],
    needs: ['names', 'leave'],
    play: async (scene) => {
      const [alice, bob] = [await enters(scene, 'alice'), await enters(scene, 'bob')];
      await bob.leaves();
      const names = await alice.asksForNames();
      if (names.includes(bob.name)) scene.fail(`${bob.name} has left and is still in the list`, 'alice');
    },
  }),
  define({
    id: 'after-leave',
    title: 'goes on with the others when a user has left',
    from: {
      code: 'EX: the user is not online any more',
      readme: 'EX: the server updates the active clients and names.',
    },
    rows: [10],
    needs: ['to-all', 'leave'],
    play: async (scene) => {
      const [alice, bob, carol] = await company(scene);
      await bob.leaves();
      await alice.saysToAll('hello carol');
      await carol.hears('hello carol');
    },
  }),
  define({
    id: 'unknown-operation',
    title: 'ignores an operation that it does not know',
    from: { code: 'anything else than BM, PM, CH and EX is ignored silently' },
    rows: [2],
    needs: ['names'],
    play: async (scene) => {
      const alice = await enters(scene, 'alice');
      await alice.main.sends(encode('XY'), 'an unknown operation');
      await alice.main.speaker.hearsNothing();
      await alice.main.sends(encode(operations.sayToOne), 'the operation PM');
      await alice.main.stream('the list of names');
    },
  }),
];
