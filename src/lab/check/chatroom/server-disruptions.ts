import type { Check } from '#lab/check/check.ts';
import { define } from '#lab/check/define-check.ts';
import { encode, header, operations } from '#dialects/chatroom/codec.ts';

import { company, arrives, enters, givesName } from './arrivals.ts';

/** How TCP cuts the bytes, and how clients end. */
export const disruptionChecks: readonly Check[] = [
  define({
    id: 'utf8',
    title: 'passes on text that is not ASCII',
    from: { code: 'text is UTF-8; the size counts bytes', readme: 'BM: the message goes to all who are logged in.' },
    rows: [7],
    needs: ['to-all'],
    play: async (scene) => {
      const [alice, bob] = [await enters(scene, 'alice'), await enters(scene, 'bob')];
      await alice.saysToAll('naïve ☺ 日本');
      await bob.hears('naïve ☺ 日本');
    },
  }),
  define({
    id: 'long',
    title: 'passes on a message of 3000 characters whole',
    from: {
      code: 'data goes in slices of at most 1024 bytes',
      readme: 'BM: the message goes to all who are logged in.',
    },
    rows: [7],
    needs: ['to-all'],
    play: async (scene) => {
      const [alice, bob] = [await enters(scene, 'alice'), await enters(scene, 'bob')];
      const text = 'polylogue '.repeat(300);
      await alice.saysToAll(text);
      await bob.hears(text);
    },
  }),
  define({
    id: 'split-blocks',
    title: 'waits for the rest of a block that comes in pieces',
    from: { readme: 'TCP is a stream of bytes: a block of 1024 bytes may come in pieces.' },
    rows: [1],
    needs: ['to-all'],
    play: async (scene) => {
      const halves = (bytes: Uint8Array): readonly Uint8Array[] => {
        const middle = Math.floor(bytes.length / 2);
        return [bytes.subarray(0, middle), bytes.subarray(middle)];
      };
      const [alice, bob] = [await enters(scene, 'alice'), await enters(scene, 'bob')];
      await alice.main.sends(encode(operations.sayToAll), 'the operation BM in pieces', halves);
      await alice.main.sends(encode('in two pieces'), 'the message in pieces', halves);
      await bob.hears('in two pieces');
    },
  }),
  define({
    id: 'joined-blocks',
    title: 'reads no more than a block where the next one has come with it',
    from: { readme: 'TCP is a stream of bytes: the end of one block and the next may come at once.' },
    rows: [1],
    needs: ['to-all'],
    play: async (scene) => {
      const [alice, bob] = [await enters(scene, 'alice'), await enters(scene, 'bob')];
      const { main } = alice;
      // Bob answers meanwhile: a server may wait for him.
      const heard = bob.hears('first message').then(() => bob.hears('second message'));
      heard.catch(() => undefined);
      await main.sends(encode(operations.sayToAll), 'the operation BM');
      const text = encode('first message');
      await main.speaker.says(header(text.length));
      await main.isTaken('the message');
      // The message, and the size of the next operation after it.
      await main.speaker.says(Buffer.concat([text, header(operations.sayToAll.length)]));
      await main.isTaken('the next operation');
      await main.speaker.says(encode(operations.sayToAll));
      await main.sends(encode('second message'), 'the next message');
      await heard;
    },
  }),
  define({
    id: 'slow-reader',
    title: 'serves the others while one client does not answer',
    from: { readme: 'A chat room: the message goes to all who are logged in.' },
    rows: [1, 7],
    needs: ['to-all'],
    play: async (scene) => {
      const [alice, , carol] = [await enters(scene, 'alice'), await enters(scene, 'bob'), await enters(scene, 'carol')];
      // Bob never acknowledges the size of what is pushed to him.
      await alice.saysToAll('hello carol');
      await carol.hears('hello carol');
      await alice.saysToAll('hello again');
      await carol.hears('hello again');
    },
  }),
  define({
    id: 'cut-off',
    title: 'goes on when the connections of a client are reset',
    from: { readme: 'A chat room: the message goes to all who are logged in.' },
    rows: [1, 10],
    needs: ['to-all'],
    play: async (scene) => {
      const [alice, bob, carol] = await company(scene);
      await bob.main.speaker.isCutOff();
      await bob.push.speaker.isCutOff();
      await alice.saysToAll('hello carol');
      await carol.hears('hello carol');
      await carol.saysToAll('hello alice');
      await alice.hears('hello alice');
    },
  }),
  define({
    id: 'gone-in-login',
    title: 'goes on when a client hangs up before its password',
    from: { readme: 'A chat room: many clients and one server.' },
    rows: [1, 5],
    needs: ['second-client'],
    play: async (scene) => {
      const eve = await arrives(scene, 'eve');
      await givesName(eve);
      eve.main.speaker.hangsUp();
      eve.push.speaker.hangsUp();
      const alice = await enters(scene, 'alice');
      if ((await alice.asksForNames()).includes(eve.name))
        scene.fail(`${eve.name} never gave a password and is in the list`, 'alice');
    },
  }),
  define({
    id: 'target-gone',
    title: 'goes on when the target of a private message leaves before it is sent',
    from: { readme: 'PM: the server checks that the target is online, and says "does not exist" where it is not.' },
    rows: [8],
    needs: ['to-one', 'leave'],
    play: async (scene) => {
      const [alice, bob, carol] = await company(scene);
      await alice.asksForNames();
      await bob.leaves();
      await alice.main.sends(encode(bob.name), 'the name of a target who has left');
      // The form of the answer to alice is left open; the others must be served in any case.
      const dave = await enters(scene, 'dave');
      await carol.saysToAll('hello dave');
      await dave.hears('hello dave');
    },
  }),
  define({
    id: 'binary',
    title: 'goes on when a client sends bytes that are not text',
    from: { readme: 'A chat room: many clients and one server.' },
    rows: [1],
    needs: ['second-client'],
    play: async (scene) => {
      const eve = await arrives(scene, 'eve');
      await eve.main.sends(Uint8Array.of(0xff, 0xfe, 0x80, 0x0a), 'a name that is not text');
      const [alice, bob] = [await enters(scene, 'alice'), await enters(scene, 'bob')];
      await alice.saysToAll('hello bob');
      await bob.hears('hello bob');
    },
  }),
  define({
    id: 'unsealed',
    title: 'goes on when a password cannot be decrypted',
    from: { readme: 'A chat room: many clients and one server.' },
    rows: [5],
    needs: ['second-client'],
    play: async (scene) => {
      const eve = await arrives(scene, 'eve');
      await givesName(eve);
      await eve.main.sends(encode('never sealed'), 'a password that is not sealed');
      const [alice, bob] = [await enters(scene, 'alice'), await enters(scene, 'bob')];
      await alice.saysToAll('hello bob');
      await bob.hears('hello bob');
    },
  }),
];
