import type { Check } from '#lab/check/check.ts';
import { define } from '#lab/check/define-check.ts';
import { Fault } from '#lab/check/scene.ts';
import { chatMessage, mtypes } from '#dialects/pdu/codec.ts';

import { parrots } from './server-chat.ts';
import { type PduClient, usualVersions, withClients } from './speak.ts';

/** Half steps that an account may stay in use when its client is gone: pings come every 10 s. */
const maxSteps = 24;

/** Whether a login is accepted; otherwise it is answered with an error. */
const tries = (client: PduClient): Promise<boolean> =>
  client.logsIn('user1').then(
    () => true,
    (error: unknown) => {
      if (error instanceof Fault && error.complaint.says.includes('another kind')) return false;
      throw error;
    },
  );

/** How bytes are cut, input that is not a PDU, and how clients end. */
export const disruptionChecks: readonly Check[] = [
  define({
    id: 'utf8',
    title: 'parrots text that is not ASCII',
    from: { code: 'non-ASCII as \\uXXXX; the text is the same', readme: 'The server parrots messages.' },
    rows: [2],
    needs: ['parrot'],
    play: withClients(async (open) => {
      const alice = await open('alice');
      await alice.logsIn('user1');
      await parrots(alice, 'naïve 😀 "q" \\ 日本');
    }),
  }),
  define({
    id: 'long',
    title: 'parrots a message of 900 characters whole',
    from: { code: 'a read is one PDU', readme: 'The server parrots messages.' },
    rows: [2],
    needs: ['parrot'],
    play: withClients(async (open) => {
      const alice = await open('alice');
      await alice.logsIn('user1');
      await parrots(alice, 'n'.repeat(900));
    }),
  }),
  define({
    id: 'five-clients',
    title: 'serves five clients at once',
    from: { code: 'a handler for each client', readme: 'Concurrent clients.' },
    rows: [12],
    needs: ['two-parrots'],
    play: withClients(async (open) => {
      const [alice, bob] = [await open('alice'), await open('bob')];
      await alice.logsIn('user1');
      for (const name of ['carol', 'dave', 'erin']) await (await open(name)).offers(usualVersions);
      await bob.logsIn('user2');
      for (const client of [alice, bob, alice]) await parrots(client, `from ${client.name}`);
    }),
  }),
  define({
    id: 'joined-pdus',
    title: 'takes two PDUs that come at once as two',
    from: { readme: 'A read may return more than one PDU.' },
    rows: [2],
    needs: ['parrot'],
    play: withClients(async (open) => {
      const alice = await open('alice');
      await alice.logsIn('user1');
      const pdus = ['one', 'two'].map((message) => alice.framed(chatMessage(alice.id, 1, message)));
      await alice.speaker.says(Buffer.concat(pdus));
      for (const message of ['one', 'two']) {
        const heard = await alice.hears(mtypes.chat, `the message "${message}"`);
        if (heard.payload['message'] !== message) alice.wrong('alice says two texts and hears others', heard);
      }
    }),
  }),
  define({
    id: 'split-pdu',
    title: 'waits for the rest of a PDU that comes in pieces',
    from: { readme: 'A read may return a part of a PDU.' },
    rows: [2],
    needs: ['parrot'],
    play: withClients(async (open) => {
      const alice = await open('alice');
      await alice.logsIn('user1');
      const pdu = alice.framed(chatMessage(alice.id, 1, 'in two pieces'));
      await alice.speaker.says(pdu.subarray(0, 40));
      await alice.speaker.says(pdu.subarray(40));
      const heard = await alice.hears(mtypes.chat, 'its own message');
      if (heard.payload['message'] !== 'in two pieces') alice.wrong('alice says a text and hears another one', heard);
    }),
  }),
  define({
    id: 'no-json',
    title: 'goes on when a client sends what is no PDU',
    from: { readme: 'Concurrent clients.' },
    rows: [12],
    needs: ['parrot', 'second-client'],
    play: withClients(async (open) => {
      const [alice, eve] = [await open('alice'), await open('eve')];
      await alice.logsIn('user1');
      for (const text of ['hello', '[1, 2]', '{"mtype": 3}', '{"mtype": 1, "payload": {}}'])
        await eve.says(new TextEncoder().encode(text));
      await eve.says(Uint8Array.of(0xff, 0xfe, 0x80));
      await parrots(alice, 'hello');
      await (await open('bob')).logsIn('user2');
    }),
  }),
  define({
    id: 'cut-off',
    title: 'goes on when the connection of a client is reset',
    from: { readme: 'Concurrent clients.' },
    rows: [12],
    needs: ['two-parrots'],
    play: withClients(async (open) => {
      const [alice, bob] = [await open('alice'), await open('bob')];
      await alice.logsIn('user1');
      await bob.logsIn('user2');
      await bob.isCutOff();
      await parrots(alice, 'still here');
      await (await open('carol')).offers(usualVersions);
    }),
  }),
  define({
    id: 'gone',
    title: 'frees the account of a client that is gone without a logout',
    from: { readme: "A Ctrl-C'd client must not stay logged in." },
    rows: [16],
    needs: ['elsewhere', 'logout'],
    play: withClients(async (open, scene) => {
      const alice = await open('alice');
      await alice.logsIn('user1');
      alice.speaker.hangsUp();
      for (let n = 1; !(await tries(await open(`bob${n}`))); n++) {
        if (n > maxSteps) scene.fail('alice is gone, and user1 cannot log in again', 'alice');
        await scene.server.pass(scene.timeout / 2);
      }
    }),
  }),
];
