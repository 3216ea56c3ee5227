import type { Check } from '#lab/check/check.ts';
import { define } from '#lab/check/define-check.ts';
import { pair, ready } from './pair.ts';

/** Seconds: a longer time in a notice is not waited for. */
const longestNotice = 20;

/** Many clients at once, and faults of one that must not affect the others. */
export const companyChecks: readonly Check[] = [
  define({
    id: 'five-clients',
    title: 'serves five clients at once',
    from: {
      code: 'a thread serves each client',
      readme: 'One thread per client; many clients at once.',
    },
    rows: [14, 19],
    needs: ['broadcast'],
    play: async (scene) => {
      const names = ['alice', 'bobby', 'carol', 'daisy', 'emily'];
      const people = [];
      for (const name of names) {
        people.push(await ready(scene, name));
      }
      for (const speaker of people) {
        await speaker.says('hello');
        for (const other of people) if (other !== speaker) await other.hears(`\\x00\\x0c${speaker.name}: hello`);
      }
      for (const person of people) await person.hearsNothing();
    },
  }),
  define({
    id: 'utf8',
    title: 'counts the bytes of a message that is not ASCII',
    from: { readme: 'Data is validated; messages of others are seen as they were typed.' },
    rows: [10, 20],
    needs: ['broadcast'],
    play: `${pair}
      alice C: naïve ☺
      bob S: \\x00\\x11alice: naïve ☺
      alice C: ok
      bob S: \\x00\\x09alice: ok
    `,
  }),
  define({
    id: 'long',
    title: 'passes on a message of 1000 characters whole',
    from: {
      code: 'recv(1024) is one message',
      readme: 'Clients see the messages of the others.',
    },
    rows: [10],
    needs: ['broadcast'],
    play: `${pair}
      alice C: x\\x78{999}
      bob S: \\x03\\xefalice: \\x78{1000}
    `,
  }),
  define({
    id: 'hangs-up',
    title: 'goes on when a client disconnects without BYE, and frees its nickname',
    from: { readme: 'Graceful handling of disruptions.' },
    rows: [16, 19],
    needs: ['broadcast', 'retry'],
    play: `${pair}
      bob hangs up
      bob S closes
      alice C: anybody?
      carol opens nick
      carol S: \\x00\\x05HELLO
      carol C: NICKbob
      carol S: \\x00\\x05READY
      alice C: hello again
      carol S: \\x00\\x12alice: hello again
    `,
  }),
  define({
    id: 'cut-off',
    title: 'goes on when the connection to a client is reset',
    from: { readme: 'Graceful handling of disruptions.' },
    rows: [19],
    needs: ['broadcast'],
    play: `${pair}
      carol opens nick
      carol S: \\x00\\x05HELLO
      carol C: NICKcarol
      carol S: \\x00\\x05READY
      bob is cut off
      alice C: one
      carol S: \\x00\\x0aalice: one
      alice C: two
      carol S: \\x00\\x0aalice: two
    `,
  }),
  define({
    id: 'leaves-early',
    title: 'goes on when a client disconnects before it has a nickname',
    from: { readme: 'Graceful handling of disruptions.' },
    rows: [19],
    needs: ['broadcast'],
    play: `
      eve opens nick
      eve S: \\x00\\x05HELLO
      eve is cut off
      ${pair}
      alice C: hi
      bob S: \\x00\\x09alice: hi
    `,
  }),
  define({
    id: 'binary',
    title: 'goes on when a client sends bytes that are not text',
    from: { readme: 'Data is validated.' },
    rows: [19, 20],
    needs: ['broadcast'],
    play: async (scene) => {
      const eve = await scene.open('eve');
      await eve.hears('\\x00\\x05HELLO');
      await eve.says(Uint8Array.of(0xff, 0xfe, 0x80, 0x00, 0xc3));
      await eve.isCutOff().catch(() => undefined);
      const [alice, bob] = [await ready(scene, 'alice'), await ready(scene, 'bob')];
      await alice.says('hi');
      await bob.hears('\\x00\\x09alice: hi');
    },
  }),
  define({
    id: 'slow-reader',
    title: 'serves the others while one client does not read',
    from: { readme: 'Many clients at once.' },
    rows: [19],
    needs: ['five-clients'],
    play: async (scene) => {
      const people = [];
      for (const name of ['alice', 'bobby', 'carol']) {
        people.push(await ready(scene, name));
      }
      const [alice, bobby] = people;
      if (!alice || !bobby) return;
      for (let n = 0; n < 20; n++) {
        await alice.says(`\\x6e{900}`);
        await bobby.hears('\\x03\\x8balice: \\x6e{900}');
      }
    },
  }),
  define({
    id: 'shutdown',
    title: 'tells all clients of the shutdown',
    from: {
      code: 'at SIGINT: "The server will shut down in 5 seconds. Goodbye!", without a length',
      readme: 'Signals: the notice "Server will shut down in \'x\' seconds" to all, wait, close the sockets.',
    },
    rows: [17],
    needs: ['second-client'],
    handles: 'stop',
    play: async (scene) => {
      const people = [];
      for (const name of ['alice', 'bob']) {
        people.push(await ready(scene, name));
      }
      await scene.server.stop?.();
      for (const person of people) await person.hears('\\*erver will shut down in \\*sec');
    },
  }),
  define({
    id: 'shutdown-closes',
    title: 'closes the connections after the time that its notice gives',
    from: { readme: 'Signals: the notice to all, wait, close the sockets, release the clients.' },
    rows: [17],
    needs: ['shutdown'],
    handles: 'stop',
    play: async (scene) => {
      const alice = await ready(scene, 'alice');
      await scene.server.stop?.();
      const notice = await alice.answers(/shut down in '?\d+'? sec/, 'the notice with its seconds');
      const [, seconds = '0'] = /in '?(\d+)/.exec(notice) ?? [];
      const until = performance.now() + Math.min(Number(seconds), longestNotice) * 1000 + scene.timeout;
      for (;;) {
        const isOver = await alice.hearsEnd().then(
          () => true,
          () => false,
        );
        if (isOver) return;
        if (performance.now() > until)
          scene.fail(`the connection is still open after the ${seconds} seconds of the notice`, 'alice');
      }
    },
  }),
];
