import type { Check } from '#lab/check/check.ts';
import { define } from '#lab/check/define-check.ts';
import { pair, welcomed } from './pair.ts';

/** How TCP cuts the bytes, and how clients end. */
export const disruptionChecks: readonly Check[] = [
  define({
    id: 'name-free-again',
    title: 'frees the name of a client that disconnects, and goes on with the others',
    from: {
      code: 'the entry is removed when recv returns nothing',
      readme: 'Disconnects are detected.',
    },
    rows: [4],
    needs: ['delivers', 'name-taken'],
    play: `${pair}
      bob hangs up
      bob S closes
      carol opens direct
      carol C: bob\\n
      carol S: Welcome bob! You can now chat.\\n
      alice C: bob: hello again\\n
      carol S: [alice] hello again\\n
    `,
  }),
  define({
    id: 'gone',
    title: 'tells the sender that the target is not there any more',
    from: { readme: 'Disconnects are detected.' },
    rows: [4],
    needs: ['name-free-again', 'not-found'],
    play: `${pair}
      bob hangs up
      bob S closes
      alice C: bob: still there?\\n
      alice S: User not found.\\n
    `,
  }),
  define({
    id: 'cut-off',
    title: 'goes on when the connection to a client is reset',
    from: { readme: 'Disconnects are detected; many clients at once.' },
    rows: [4],
    needs: ['delivers'],
    play: `${pair}
      carol opens direct
      carol C: carol\\n
      carol S: Welcome carol! You can now chat.\\n
      bob is cut off
      alice C: carol: one\\n
      carol S: [alice] one\\n
      carol C: alice: two\\n
      alice S: [carol] two\\n
    `,
  }),
  define({
    id: 'joined-lines',
    title: 'takes two lines in one segment as two messages',
    from: { readme: 'target_username: message, a line each.' },
    rows: [7],
    needs: ['delivers'],
    play: `${pair}
      alice C: bob: one\\nbob: two\\n
      bob S: [alice] one\\n[alice] two\\n
    `,
  }),
  define({
    id: 'split-line',
    title: 'waits for the rest of a line that comes in pieces',
    from: { readme: 'target_username: message, a line each.' },
    rows: [7],
    needs: ['delivers'],
    play: `${pair}
      alice C: bob: in two pie
      alice C: ces\\n
      bob S: [alice] in two pieces\\n
    `,
  }),
  define({
    id: 'utf8',
    title: 'passes on text that is not ASCII',
    from: { code: 'text is UTF-8', readme: 'Messages are delivered as they were typed.' },
    rows: [3],
    needs: ['delivers'],
    play: `${pair}
      alice C: bob: naïve ☺ 日本\\n
      bob S: [alice] naïve ☺ 日本\\n
    `,
  }),
  define({
    id: 'binary',
    title: 'goes on when a client sends bytes that are not text',
    from: { readme: 'Many clients at once; disconnects are detected.' },
    rows: [4],
    needs: ['delivers'],
    play: async (scene) => {
      const eve = await scene.open('eve');
      await eve.says(Uint8Array.of(0xff, 0xfe, 0x80, 0x0a));
      const [alice, bob] = [await welcomed(scene, 'alice'), await welcomed(scene, 'bob')];
      await alice.says('bob: hi\\n');
      await bob.hears('[alice] hi\\n');
    },
  }),
  define({
    id: 'slow-reader',
    title: 'serves the others while one client does not read',
    from: { readme: 'Many clients at once, a thread per client; delivery in real time.' },
    rows: [1, 16],
    needs: ['joined-lines', 'five-clients'],
    play: async (scene) => {
      const people = [];
      for (const name of ['alice', 'bob', 'carol', 'dave']) {
        people.push(await welcomed(scene, name));
      }
      const [alice, bob, , dave] = people;
      if (!alice || !bob || !dave) return;
      // More than the buffers of both systems hold; carol reads nothing of it.
      const lines = Buffer.from(`carol: ${'x'.repeat(990)}\n`.repeat(200));
      for (let n = 0; n < 30; n++) {
        const isTaken = await alice.says(lines).then(
          () => true,
          () => false,
        );
        if (!isTaken) break;
      }
      await bob.says('dave: hi\\n');
      await dave.hears('[bob] hi\\n');
    },
  }),
  define({
    id: 'long',
    title: 'passes on a message of 900 characters whole',
    from: { code: 'recv(1024) is one message', readme: 'Messages are delivered as they were typed.' },
    rows: [3],
    needs: ['delivers'],
    play: `${pair}
      alice C: bob: \\x6e{900}\\n
      bob S: [alice] \\x6e{900}\\n
    `,
  }),
];
