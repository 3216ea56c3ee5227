import type { Check } from '#lab/check/check.ts';
import { define } from '#lab/check/define-check.ts';
import { pair } from './pair.ts';

/** Coming, talking and leaving. */
export const chatChecks: readonly Check[] = [
  define({
    id: 'hello',
    title: 'greets each client with HELLO',
    from: {
      code: 'after accept() the server sends HELLO, with its length before it',
      readme: 'HELLO: the server sends it when a client connects.',
    },
    rows: [7],
    play: `
      alice opens nick
      alice S: \\x00\\x05HELLO
    `,
  }),
  define({
    id: 'ready',
    title: 'answers a free nickname with READY',
    from: {
      code: 'a nickname that nobody has is answered with READY',
      readme: 'READY: the server sends it when the nickname is accepted.',
    },
    rows: [5, 8],
    needs: ['hello'],
    play: `
      alice opens nick
      alice S: \\x00\\x05HELLO
      alice C: NICKalice
      alice S: \\x00\\x05READY
    `,
  }),
  define({
    id: 'second-client',
    title: 'serves a second client while the first is connected',
    from: {
      code: 'a thread serves each client',
      readme: 'One thread per client.',
    },
    rows: [14],
    needs: ['hello'],
    play: `
      alice opens nick
      alice S: \\x00\\x05HELLO
      bob opens nick
      bob S: \\x00\\x05HELLO
      bob C: NICKbob
      bob S: \\x00\\x05READY
    `,
  }),
  define({
    id: 'retry',
    title: 'answers a nickname in use with RETRY, until it is unique',
    from: {
      code: 'a nickname in use is answered with RETRY, and the server waits for NICK again',
      readme: 'RETRY: the nickname is in use. The client is asked until it is unique.',
    },
    rows: [6],
    needs: ['ready', 'second-client'],
    play: `
      alice opens nick
      alice S: \\x00\\x05HELLO
      alice C: NICKalice
      alice S: \\x00\\x05READY
      bob opens nick
      bob S: \\x00\\x05HELLO
      bob C: NICKalice
      bob S: \\x00\\x05RETRY
      bob C: NICKalice
      bob S: \\x00\\x05RETRY
      bob C: NICKbob
      bob S: \\x00\\x05READY
    `,
  }),
  define({
    id: 'broadcast',
    title: 'sends a message to the other client as NAME: TEXT, with its length',
    from: {
      code: 'a text is sent to all others as "<nick>: <text>" after two bytes of length, big-endian',
      readme: 'Clients see the messages of the others.',
    },
    rows: [1, 10],
    needs: ['ready', 'second-client'],
    play: `${pair}
      alice C: hello everyone
      bob S: \\x00\\x15alice: hello everyone
      bob C: hi
      alice S: \\x00\\x07bob: hi
    `,
  }),
  define({
    id: 'no-echo',
    title: 'does not send a message back to its sender',
    from: {
      code: 'a text goes to everybody except the sender',
      readme: 'The sender does not get its own message.',
    },
    rows: [2, 15],
    needs: ['broadcast'],
    play: `${pair}
      alice C: only for bob
      bob S: \\x00\\x13alice: only for bob
      bob C: done
      alice S: \\x00\\x09bob: done
    `,
  }),
  define({
    id: 'bye',
    title: 'closes the connection after BYE, and goes on with the others',
    from: {
      code: 'BYE ends the client: the server closes its connection without an answer',
      readme: 'BYE: the client leaves; its socket is closed and resources are freed.',
    },
    rows: [9, 16],
    needs: ['broadcast'],
    play: `${pair}
      bob C: BYE
      bob S closes
      carol opens nick
      carol S: \\x00\\x05HELLO
      carol C: NICKcarol
      carol S: \\x00\\x05READY
      alice C: still here
      carol S: \\x00\\x11alice: still here
    `,
  }),
  define({
    id: 'name-free-after-bye',
    title: 'lets a nickname be used again after BYE',
    from: {
      code: 'BYE removes the nickname from the list',
      readme: 'BYE: resources are freed.',
    },
    rows: [16],
    needs: ['bye', 'retry'],
    play: `${pair}
      bob C: BYE
      bob S closes
      carol opens nick
      carol S: \\x00\\x05HELLO
      carol C: NICKbob
      carol S: \\x00\\x05READY
    `,
  }),
];
