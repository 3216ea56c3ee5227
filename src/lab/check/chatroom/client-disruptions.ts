import type { Check } from '#lab/check/check.ts';
import { defineClient } from '#lab/check/define-check.ts';
import { ack, encode, header, openPush } from '#dialects/chatroom/codec.ts';

import { publicHead } from './person.ts';
import { enters } from './visit.ts';

const halves = (bytes: Uint8Array): readonly Uint8Array[] => {
  const middle = Math.floor(bytes.length / 2);
  return [bytes.subarray(0, middle), bytes.subarray(middle)];
};

/** Milliseconds between two pieces, so that each is read by itself. */
const apart = 50;

/** How TCP cuts the bytes, and how the connection ends. */
export const clientDisruptionChecks: readonly Check[] = [
  defineClient({
    id: 'utf8',
    title: 'sends and shows text that is not ASCII',
    from: { code: 'text is UTF-8; the size counts bytes', readme: 'BM: the message is shown as it was typed.' },
    rows: [7],
    needs: ['to-all', 'shows-public'],
    play: async (scene) => {
      const guest = await enters(scene);
      const came = await guest.saysToAll('naïve ☺');
      if (came !== 'naïve ☺') guest.fail('the client sends another text than was typed', encode(came));
      await guest.pushes(`${publicHead}日本`);
      await scene.shows('日本');
    },
  }),
  defineClient({
    id: 'long',
    title: 'shows a message of 3000 characters whole',
    from: {
      code: 'data goes in slices of at most 1024 bytes; it is read until the size is reached',
      readme: 'BM: the message is shown as it was typed.',
    },
    rows: [7],
    needs: ['shows-public'],
    play: async (scene) => {
      const guest = await enters(scene);
      await guest.pushes(`${publicHead}${'polylogue '.repeat(300)}the end`);
      await scene.shows('the end');
      await guest.pushes(`${publicHead}and another one`);
      await scene.shows('and another one');
    },
  }),
  defineClient({
    id: 'split-blocks',
    title: 'waits for the rest of a block that comes in pieces',
    from: { readme: 'TCP is a stream of bytes: a block of 1024 bytes may come in pieces.' },
    rows: [1],
    needs: ['shows-public'],
    play: async (scene) => {
      const { push } = await enters(scene);
      const text = encode(`${publicHead}in two pieces`);
      const inPieces = async (bytes: Uint8Array): Promise<void> => {
        for (const piece of halves(bytes)) {
          await push.speaker.says(piece);
          await new Promise((resolve) => setTimeout(resolve, apart));
        }
      };
      await inPieces(ack(openPush));
      await inPieces(header(text.length));
      await push.isTaken('a message in pieces');
      await inPieces(text);
      await scene.shows('in two pieces');
    },
  }),
  defineClient({
    id: 'joined-blocks',
    title: 'reads no more than a block where the next one has come with it',
    from: { readme: 'TCP is a stream of bytes: the end of one message and the next may come at once.' },
    rows: [1],
    needs: ['shows-public'],
    play: async (scene) => {
      const { push } = await enters(scene);
      const [first, second] = [encode(`${publicHead}message one`), encode(`${publicHead}message two`)];
      await push.speaker.says(Buffer.concat([ack(openPush), header(first.length)]));
      await push.isTaken('a message');
      // The message, and the beginning of the next one after it.
      await push.speaker.says(Buffer.concat([first, ack(openPush), header(second.length)]));
      await push.isTaken('the message after it');
      await push.speaker.says(second);
      await scene.shows('message one');
      await scene.shows('message two');
    },
  }),
  defineClient({
    id: 'server-closes',
    title: 'ends without an exception when the server closes both connections',
    from: { readme: 'EX: sockets are closed and resources are freed.' },
    rows: [10],
    needs: ['own-key'],
    play: async (scene) => {
      const guest = await enters(scene);
      for (const { speaker } of [guest.main, guest.push]) speaker.hangsUp();
      // A client that waits for input may notice it then.
      scene.types('CH');
      await scene.ends();
      scene.neverShows(/Traceback \(most recent call last\)/, 'the client ends with an exception');
    },
  }),
  defineClient({
    id: 'cut-off',
    title: 'ends when its connections are reset',
    from: { readme: 'EX: sockets are closed and resources are freed.' },
    rows: [10],
    needs: ['server-closes'],
    play: async (scene) => {
      const guest = await enters(scene);
      for (const { speaker } of [guest.main, guest.push]) await speaker.isCutOff();
      scene.types('CH');
      await scene.ends();
    },
  }),
];
