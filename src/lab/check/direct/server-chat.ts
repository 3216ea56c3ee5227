import type { Check } from '#lab/check/check.ts';
import { define } from '#lab/check/define-check.ts';
import { pair, welcomed } from './pair.ts';

/** Coming, and talking to one another. */
export const chatChecks: readonly Check[] = [
  define({
    id: 'welcome',
    title: 'welcomes a client by the name that it sends first',
    from: {
      code: 'the first line is the username; the answer is "Welcome NAME! You can now chat."',
      readme: 'Welcome User1! You can now chat.',
    },
    rows: [6, 8],
    play: `
      alice opens direct
      alice C: alice\\n
      alice S: Welcome alice! You can now chat.\\n
    `,
  }),
  define({
    id: 'second-client',
    title: 'serves a second client while the first is connected',
    from: { code: 'a thread serves each client', readme: 'Multi-client TCP chat, a thread per client.' },
    rows: [1],
    needs: ['welcome'],
    play: pair,
  }),
  define({
    id: 'unnamed-client',
    title: 'serves a second client while the first has not sent its name yet',
    from: { code: 'a thread serves each client', readme: 'A thread per client.' },
    rows: [1],
    needs: ['welcome'],
    play: `
      eve opens direct
      alice opens direct
      alice C: alice\\n
      alice S: Welcome alice! You can now chat.\\n
    `,
  }),
  define({
    id: 'delivers',
    title: 'delivers TARGET: MESSAGE to the target as [SENDER] MESSAGE',
    from: {
      code: '"User2: Hey" from User1 reaches User2 as "[User1] Hey"',
      readme: 'target_username: message; shown as [name] text.',
    },
    rows: [3, 7, 9, 16],
    needs: ['second-client'],
    play: `${pair}
      alice C: bob: Hey, how are you?\\n
      bob S: [alice] Hey, how are you?\\n
      bob C: alice: fine\\n
      alice S: [bob] fine\\n
    `,
  }),
  define({
    id: 'no-echo',
    title: 'sends nothing to the sender of a message',
    from: { code: 'no echo and no acknowledgement go to the sender', readme: 'The message goes to the target.' },
    rows: [3],
    needs: ['delivers'],
    play: `${pair}
      alice C: bob: only for you\\n
      bob S: [alice] only for you\\n
    `,
  }),
  define({
    id: 'only-target',
    title: 'delivers a message to nobody but its target',
    from: { code: 'the target is looked up in the dictionary of clients', readme: 'Routing: sender, server, target.' },
    rows: [2, 3],
    needs: ['delivers'],
    play: `${pair}
      carol opens direct
      carol C: carol\\n
      carol S: Welcome carol! You can now chat.\\n
      alice C: bob: secret\\n
      bob S: [alice] secret\\n
      alice C: carol: hi\\n
      carol S: [alice] hi\\n
    `,
  }),
  define({
    id: 'later-colons',
    title: 'splits at the first colon only',
    from: { code: 'later colons belong to the message', readme: 'target_username: message' },
    rows: [7],
    needs: ['delivers'],
    play: `${pair}
      alice C: bob: at 10:30: ok?\\n
      bob S: [alice] at 10:30: ok?\\n
    `,
  }),
  define({
    id: 'five-clients',
    title: 'serves five clients at once',
    from: { code: 'a thread serves each client', readme: 'At least 5 clients at once.' },
    rows: [1, 11],
    needs: ['delivers'],
    play: async (scene) => {
      const people = [];
      for (const name of ['alice', 'bob', 'carol', 'dave', 'erin']) {
        people.push(await welcomed(scene, name));
      }
      for (const sender of people) {
        for (const target of people) {
          if (sender === target) continue;
          await sender.says(`${target.name}: hi ${target.name}\\n`);
          await target.hears(`[${sender.name}] hi ${target.name}\\n`);
        }
      }
      for (const person of people) await person.hearsNothing();
    },
  }),
];
