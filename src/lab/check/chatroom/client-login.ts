import type { Check } from '#lab/check/check.ts';
import { defineClient } from '#lab/check/define-check.ts';
import { ack, encode } from '#dialects/chatroom/codec.ts';

import { password } from './arrivals.ts';
import { arrives, givesName, givesPassword, registers, showsKey } from './visit.ts';

/** Connecting and logging in. */
export const clientLoginChecks: readonly Check[] = [
  defineClient({
    id: 'connects',
    title: 'opens two connections to the host and port it is given',
    from: {
      code: 'two connections to the same port, one after the other: the first to ask, the second to be told',
      readme: 'The client is started with host and port.',
    },
    rows: [1, 3],
    play: async (scene) => {
      await scene.accept();
      await scene.accept();
    },
  }),
  defineClient({
    id: 'waits-for-key',
    title: "sends nothing before the server's public key",
    from: { code: 'the client reads the public key of the server first' },
    rows: [1],
    needs: ['connects'],
    play: async (scene) => {
      const [main, push] = [await scene.accept(), await scene.accept()];
      await main.hearsNothing();
      await push.hearsNothing();
    },
  }),
  defineClient({
    id: 'key',
    title: "acknowledges the size of the server's public key with ACK 1",
    from: {
      code: 'a size in 1024 bytes is answered with ACK 1 in 64 bytes, then the data comes',
      readme: 'Passwords and private messages are encrypted with public keys.',
    },
    rows: [1],
    needs: ['connects'],
    play: async (scene) => void (await arrives(scene)),
  }),
  defineClient({
    id: 'name',
    title: 'sends the name of its user as a size and the text',
    from: { code: 'STREAM(username), after the key', readme: 'A user has a name.' },
    rows: [5],
    needs: ['key'],
    play: async (scene) => void (await givesName(scene, await arrives(scene))),
  }),
  defineClient({
    id: 'new-user',
    title: 'asks a new user for a password, and sends it sealed',
    from: {
      code: 'ACK 1: "Enter password: ", then the password sealed with the key of the server',
      readme: 'A new user registers: "Enter Password: ".',
    },
    rows: [5],
    needs: ['name'],
    play: async (scene) => {
      const visit = await arrives(scene);
      const came = await registers(scene, visit);
      if (came !== password) visit.fail('the client seals another password than was typed', encode(came));
    },
  }),
  defineClient({
    id: 'own-key',
    title: 'sends its own public key once it is registered, without waiting for an answer',
    from: {
      code: 'a new user is not answered: the client sends its public key after the password',
      readme: 'Private messages are encrypted with the public key of their target.',
    },
    rows: [5, 8],
    needs: ['new-user'],
    play: async (scene) => {
      const visit = await arrives(scene);
      await registers(scene, visit);
      await showsKey(visit);
    },
  }),
  defineClient({
    id: 'existing-user',
    title: 'asks an existing user for the password, and goes on after ACK 1',
    from: {
      code: 'ACK 0: "Enter user\'s password: "; ACK 1 to the password: its public key',
      readme: 'An existing user logs in: "Enter user\'s password: ".',
    },
    rows: [6],
    needs: ['new-user', 'own-key'],
    play: async (scene) => {
      const visit = await arrives(scene);
      await givesName(scene, visit);
      await visit.main.speaker.says(ack(0));
      const came = await givesPassword(scene, visit);
      if (came !== password) visit.fail('the client seals another password than was typed', encode(came));
      await visit.main.speaker.hearsNothing();
      await visit.main.speaker.says(ack(1));
      await showsKey(visit);
    },
  }),
  defineClient({
    id: 'wrong-password',
    title: 'asks again when the password is wrong',
    from: {
      code: 'ACK 0 to a password: the client asks again, as often as needed',
      readme: 'An existing user logs in with the password.',
    },
    rows: [6],
    needs: ['existing-user'],
    play: async (scene) => {
      const visit = await arrives(scene);
      await givesName(scene, visit);
      await visit.main.speaker.says(ack(0));
      for (const wrong of ['first', 'second']) {
        await givesPassword(scene, visit, wrong);
        await visit.main.speaker.says(ack(0));
      }
      const came = await givesPassword(scene, visit);
      if (came !== password) visit.fail('the client sends another password than the one typed last', encode(came));
      await visit.main.speaker.says(ack(1));
      await showsKey(visit);
    },
  }),
];
