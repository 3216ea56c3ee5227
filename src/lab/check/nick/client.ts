import type { Check, Hint, Suite } from '#lab/check/check.ts';
import type { ClientScene } from '#lab/check/client-scene.ts';
import { defineClient } from '#lab/check/define-check.ts';
import { textOf } from '#lab/check/hints.ts';
import type { Speaker } from '#lab/check/scene.ts';

/** HELLO, a nickname, READY. */
async function readyClient(scene: ClientScene, name = 'bob'): Promise<Speaker> {
  const client = await scene.accept();
  await client.says('\\x00\\x05HELLO');
  await scene.shows(/nick/i, 'a question for the nickname');
  scene.types(name);
  await client.hears(`NICK${name}`);
  await client.says('\\x00\\x05READY');
  return client;
}

const checks: readonly Check[] = [
  defineClient({
    id: 'connects',
    title: 'connects to the host and port it is given',
    from: { code: './client <host> <port>', readme: 'The client is started with host and port.' },
    rows: [4],
    play: async (scene) => void (await scene.accept()),
  }),
  defineClient({
    id: 'waits-for-hello',
    title: 'sends nothing before HELLO',
    from: { code: 'the client reads HELLO first', readme: 'HELLO: the server sends it when a client connects.' },
    rows: [7],
    needs: ['connects'],
    play: async (scene) => {
      const client = await scene.accept();
      await client.hearsNothing();
    },
  }),
  defineClient({
    id: 'nickname',
    title: 'asks for a nickname after HELLO, and sends it as NICKname without a length or newline',
    from: {
      code: 'after HELLO the client asks "Enter a nickname: " and sends NICK and the name, without a separator',
      readme: 'The user is prompted for a nickname; NICK sends it.',
    },
    rows: [5],
    needs: ['waits-for-hello'],
    play: async (scene) => {
      const client = await scene.accept();
      await client.says('\\x00\\x05HELLO');
      await scene.shows(/nick/i, 'a question for the nickname');
      scene.types('bob');
      await client.hears('NICKbob');
      await client.hearsNothing();
    },
  }),
  defineClient({
    id: 'retry',
    title: 'asks again after RETRY, until READY',
    from: {
      code: 'after RETRY the client prints "Nickname already taken!" and asks again',
      readme: 'RETRY until the nickname is unique.',
    },
    rows: [6],
    needs: ['nickname'],
    play: async (scene) => {
      const client = await scene.accept();
      await client.says('\\x00\\x05HELLO');
      await scene.shows(/nick/i, 'a question for the nickname');
      scene.types('alice');
      await client.hears('NICKalice');
      await client.says('\\x00\\x05RETRY');
      await scene.shows(/nick/i, 'a question for the nickname');
      scene.types('bob');
      await client.hears('NICKbob');
    },
  }),
  defineClient({
    id: 'says',
    title: 'sends what is typed after READY as bare text',
    from: {
      code: 'after READY a typed line is sent as it is, without a length or newline',
      readme: 'Clients send messages to all others.',
    },
    rows: [1],
    needs: ['nickname'],
    play: async (scene) => {
      const client = await readyClient(scene);
      scene.types('hello everyone');
      await client.hears('hello everyone');
      await client.hearsNothing();
    },
  }),
  defineClient({
    id: 'shows',
    title: 'shows what the others say',
    from: { code: 'a message is printed as it comes', readme: 'Clients see the messages of the others.' },
    rows: [10],
    needs: ['nickname'],
    play: async (scene) => {
      const client = await readyClient(scene);
      await client.says('\\x00\\x15alice: hello everyone');
      await scene.shows('alice: hello everyone').catch(async () => {
        // The client may show it only after the next typed line: the next check covers that.
        scene.types('hello');
        await scene.shows('alice: hello everyone');
      });
      scene.neverShows(/\\x15|\u0015alice/, 'the client shows the length as a part of the message');
    },
  }),
  defineClient({
    id: 'shows-while-typing',
    title: 'shows what the others say while nothing is typed',
    from: { code: 'a separate thread receives', readme: 'A dedicated receive thread while the user types.' },
    rows: [14],
    needs: ['shows'],
    play: async (scene) => {
      const client = await readyClient(scene);
      for (const word of ['one', 'two']) {
        await client.says(`\\x00\\x0aalice: ${word}`);
        await scene.shows(`alice: ${word}`);
      }
    },
  }),
  defineClient({
    id: 'joined',
    title: 'shows two messages that come in one segment',
    from: { code: 'recv(2) and recv(length) read one message', readme: 'Messages have a length before them.' },
    rows: [10, 12],
    needs: ['shows-while-typing'],
    play: async (scene) => {
      const client = await readyClient(scene);
      await client.says('\\x00\\x0aalice: one\\x00\\x0aalice: two');
      await scene.shows('alice: one');
      await scene.shows('alice: two');
    },
  }),
  defineClient({
    id: 'split',
    title: 'shows a message that comes in pieces',
    from: { readme: 'Messages have a length before them; the library reads that many bytes.' },
    rows: [12],
    needs: ['shows-while-typing'],
    play: async (scene) => {
      const client = await readyClient(scene);
      for (const piece of ['\\x00', '\\x0aali', 'ce: one']) {
        await client.says(piece);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      await scene.shows('alice: one');
    },
  }),
  defineClient({
    id: 'blank',
    title: 'does not send a blank line',
    from: { code: 'only what is not blank is sent', readme: 'Data is validated.' },
    rows: [20],
    needs: ['says'],
    play: async (scene) => {
      const client = await readyClient(scene);
      scene.types('   ');
      scene.types('after');
      await client.hears('after');
    },
  }),
  defineClient({
    id: 'bye',
    title: 'sends BYE when BYE is typed',
    from: { code: 'BYE is sent as it is typed; the server closes', readme: 'BYE: leave.' },
    rows: [9],
    needs: ['says'],
    play: async (scene) => {
      const client = await readyClient(scene);
      scene.types('BYE');
      await client.hears('BYE');
    },
  }),
  defineClient({
    id: 'bye-ends',
    title: 'ends when the server closes after BYE',
    from: { readme: 'BYE: the socket is closed and resources are freed.' },
    rows: [16],
    needs: ['bye'],
    play: async (scene) => {
      const client = await readyClient(scene);
      scene.types('BYE');
      await client.hears('BYE');
      client.hangsUp();
      await scene.ends();
    },
  }),
  defineClient({
    id: 'ctrl-c',
    title: 'sends BYE on Ctrl-C, and ends',
    from: { readme: 'Signal handling: the client says BYE and closes its socket.' },
    rows: [16, 17],
    needs: ['says'],
    play: async (scene) => {
      const client = await readyClient(scene);
      await scene.interrupts();
      await client.hears('BYE');
      client.hangsUp();
      await scene.ends();
    },
  }),
  defineClient({
    id: 'notice',
    title: 'shows the notice of a shutdown',
    from: {
      code: 'a message is printed as it comes, the notice as well',
      readme: 'The notice "Server will shut down in \'x\' seconds" goes to all.',
    },
    rows: [17, 18],
    needs: ['shows-while-typing'],
    play: async (scene) => {
      const client = await readyClient(scene);
      await client.says('\\x00\\x22Server will shut down in 5 seconds');
      await scene.shows('shut down in 5 seconds');
    },
  }),
  defineClient({
    id: 'notice-ends',
    title: 'ends when the server closes after the notice',
    from: { readme: 'The client reacts to the notice: closes its socket and releases its resources.' },
    rows: [18],
    needs: ['notice'],
    play: async (scene) => {
      const client = await readyClient(scene);
      await client.says('\\x00\\x22Server will shut down in 5 seconds');
      await scene.shows('shut down in 5 seconds');
      client.hangsUp();
      await scene.ends();
    },
  }),
  defineClient({
    id: 'server-vanishes',
    title: 'says so and ends when the connection breaks off',
    from: { readme: 'Graceful handling of disruptions.' },
    rows: [19],
    needs: ['shows'],
    play: async (scene) => {
      const client = await readyClient(scene);
      await client.isCutOff();
      await scene.ends();
      scene.neverShows(/Traceback \(most recent call last\)/, 'the client ends with an exception');
    },
  }),
];

const causes: Readonly<Record<string, string>> = {
  nickname:
    'After HELLO the client asks for a nickname, and sends NICK and the name in one piece, without a blank or newline.',
  retry: 'RETRY means that the nickname is in use: ask for another one, in a loop, until READY comes.',
  says: 'After READY, what is typed is sent as it is: read a line, and send it.',
  shows: 'Two bytes of length come before each message: read them, then that many bytes, and print the text.',
  'shows-while-typing':
    'Messages are shown only when something is typed, or only once: read the socket in a separate thread, in a loop.',
  'waits-for-hello': 'The client sends before it reads HELLO: it reads HELLO first, and sends NICK then.',
  joined:
    'Two messages came in one recv: read two bytes of length, then that many bytes, and begin again with what is left.',
  split: 'A message came in pieces: read on until the two bytes of length, and then that many bytes, are there.',
  blank: 'A blank line is sent: strip what is typed, and do not send it if nothing is left.',
  'ctrl-c': 'Nothing is sent at Ctrl-C: catch KeyboardInterrupt (SIGINT), send BYE, and close the socket.',
  bye: 'BYE is not sent: what is typed goes to the server as it is, BYE as well.',
  'notice-ends': 'The client does not end when recv returns nothing: that is how it learns that the server has closed.',
  'bye-ends': 'The client does not end when recv returns nothing: that is how it learns that the server has closed.',
  'server-vanishes':
    'The client does not end when the connection breaks off: catch the error of recv, say so, and end.',
};

const lengthSent: Hint = ({ heard, expected }) => {
  const wanted = textOf(Uint8Array.from(expected ?? [], (place) => (typeof place === 'number' ? place : 0)));
  const came = textOf(heard);
  if (/^\r?\n$/.test(came) || (wanted !== '' && /^\r?\n/.test(came.slice(wanted.length)) && came.startsWith(wanted)))
    return 'A newline is sent after the text: what is typed goes out without it.';
  if (wanted === '' || came === '' || came === wanted) return undefined;
  if (came.slice(2).startsWith(wanted)) return 'A length is sent before the text: only the server sends lengths.';
  if (came.replace('NICK ', 'NICK') === wanted)
    return 'There is a space between NICK and the name: send them without one.';
  if (came === wanted.slice(4)) return 'The word NICK is missing before the name.';
  return undefined;
};

const asksNothing: Hint = ({ check, says }) =>
  check === 'nickname' && says.includes('does not show a question')
    ? 'Nothing is asked after HELLO. Its length comes before it, in two bytes, big-endian: who reads the length otherwise waits for more bytes than come.'
    : undefined;

/** The checks of a client that speaks `nick`. */
export const nickClient: Suite = {
  dialect: 'nick',
  side: 'client',
  checks,
  hints: [lengthSent, asksNothing],
  causes,
};
