import type { Check } from '#lab/check/check.ts';
import { define } from '#lab/check/define-check.ts';
import { encode, operations } from '#dialects/chatroom/codec.ts';

import { arrives, enters, givesKey, givesName, givesPassword, returns } from './arrivals.ts';

/** Coming and leaving. */
export const loginChecks: readonly Check[] = [
  define({
    id: 'key',
    title: 'sends its public key once a client has opened its two connections',
    from: {
      code: 'at once after both accepts: the key as a stream, base64 of the PEM',
      readme: 'Passwords and private messages are encrypted with public keys.',
    },
    rows: [1],
    play: async (scene) => {
      const { push } = await arrives(scene, 'alice');
      const isSilent = await push.speaker.hearsNothing().then(
        () => true,
        () => false,
      );
      if (!isSilent) scene.fail('alice hears something on her second connection before she has logged in', 'alice');
    },
  }),
  define({
    id: 'new-user',
    title: 'registers a new user with a password',
    from: {
      code: 'ACK 1 for a new user; the sealed password is not answered',
      readme: 'A new user registers with a password.',
    },
    rows: [5],
    needs: ['key'],
    play: async (scene) => {
      const alice = await enters(scene, 'alice');
      await alice.main.sends(encode(operations.sayToAll), 'the operation BM');
    },
  }),
  define({
    id: 'second-client',
    title: 'serves a second client while the first is connected',
    from: { code: 'a thread serves each client', readme: 'A chat room: many clients and one server.' },
    rows: [1],
    needs: ['new-user'],
    play: async (scene) => {
      await enters(scene, 'alice');
      await enters(scene, 'bob');
    },
  }),
  define({
    id: 'waiting-client',
    title: 'serves a second client while the first has not given its name yet',
    from: { code: 'a thread serves each client', readme: 'A chat room: many clients and one server.' },
    rows: [1],
    needs: ['new-user'],
    play: async (scene) => {
      await arrives(scene, 'eve');
      await enters(scene, 'alice');
    },
  }),
  define({
    id: 'leave',
    title: 'closes both connections after EX',
    from: { code: 'EX: both sides close both connections', readme: 'EX: the server closes the sockets.' },
    rows: [10],
    needs: ['new-user'],
    play: async (scene) => {
      const alice = await enters(scene, 'alice');
      await alice.main.sends(encode(operations.leave), 'the operation EX');
      await alice.main.speaker.hearsEnd();
      await alice.push.speaker.hearsEnd();
    },
  }),
  define({
    id: 'existing-user',
    title: 'lets a user who has registered come again with the password',
    from: {
      code: 'ACK 0 for an existing user, then ACK 1 for the right password',
      readme: 'An existing user logs in with the password.',
    },
    rows: [6],
    needs: ['leave'],
    play: async (scene) => {
      const alice = await enters(scene, 'alice');
      await alice.leaves();
      await returns(scene, 'alice');
    },
  }),
  define({
    id: 'wrong-password',
    title: 'refuses a wrong password, and lets the client try again',
    from: {
      code: 'ACK 0: wrong, and the client asks again',
      readme: 'An existing user logs in with the password.',
    },
    rows: [6],
    needs: ['existing-user'],
    play: async (scene) => {
      const alice = await enters(scene, 'alice');
      await alice.leaves();
      const again = await arrives(scene, 'alice');
      if (await givesName(again)) scene.fail('alice has registered before, but is called a new user (ACK 1)', 'alice');
      await givesPassword(again, 'wrong');
      const first = await again.main.number('0 for a wrong password');
      if (first !== 0) scene.fail(`alice sends a wrong password and gets ACK ${first}; expected was ACK 0`, 'alice');
      await givesPassword(again);
      const second = await again.main.number('1 for the right password');
      if (second !== 1) scene.fail(`alice sends the right password and gets ACK ${second}`, 'alice');
      await givesKey(again);
      await again.main.sends(encode(operations.sayToAll), 'the operation BM');
    },
  }),
];
