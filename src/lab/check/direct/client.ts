import type { Check, Hint, Suite } from '#lab/check/check.ts';
import type { ClientScene } from '#lab/check/client-scene.ts';
import { defineClient } from '#lab/check/define-check.ts';
import { literal, textOf } from '#lab/check/hints.ts';
import type { Speaker } from '#lab/check/scene.ts';

/** A username and the Welcome line. */
async function welcomed(scene: ClientScene, name = 'User1'): Promise<Speaker> {
  const client = await scene.accept();
  await scene.shows(/user\s*name|name/i, 'a question for the name');
  scene.types(name);
  await client.hears(name);
  await client.says(`Welcome ${name}! You can now chat.\\n`);
  await scene.shows('Welcome');
  return client;
}

/** Text up to the end of the line; a client of an early version sends no newline. */
async function hearsLine(client: Speaker, text: string): Promise<void> {
  await client.hears(text);
}

const checks: readonly Check[] = [
  defineClient({
    id: 'connects',
    title: 'connects to port 8080 of 127.0.0.1, or where it is told',
    from: { code: 'the client connects to 127.0.0.1:8080', readme: 'Port 8080.' },
    rows: [5],
    play: async (scene) => void (await scene.accept()),
  }),
  defineClient({
    id: 'username',
    title: 'asks "Enter username:" and sends the name as the first line',
    from: { code: 'the username is sent first, with a newline', readme: 'Username prompt "Enter username:".' },
    rows: [6],
    needs: ['connects'],
    play: async (scene) => {
      const client = await scene.accept();
      await scene.shows(/enter\s+(your\s+)?user\s*name/i, '"Enter username:"');
      scene.types('User1');
      await client.hears('User1\\n');
      await client.hearsNothing();
    },
  }),
  defineClient({
    id: 'bad-name',
    title: 'does not send a name that is blank or has a colon',
    from: { code: '"Invalid username (cannot be empty or contain \':\')." and asks again' },
    rows: [6],
    needs: ['username'],
    play: async (scene) => {
      const client = await scene.accept();
      await scene.shows(/user\s*name/i, 'a question for the username');
      scene.types('a:b');
      await scene.shows(/invalid|cannot/i, 'that the name is invalid');
      await client.hearsNothing();
    },
  }),
  defineClient({
    id: 'welcome',
    title: 'shows the Welcome line',
    from: { code: 'each line is printed as it comes', readme: 'Welcome User1! You can now chat.' },
    rows: [8],
    needs: ['connects'],
    play: async (scene) => void (await welcomed(scene)),
  }),
  defineClient({
    id: 'says',
    title: 'sends a typed line as it is, with a newline',
    from: { code: 'a typed line is sent with a newline', readme: 'target_username: message' },
    rows: [7],
    needs: ['welcome'],
    play: async (scene) => {
      const client = await welcomed(scene);
      await client.hears('\\n');
      scene.types('User2: Hey, how are you?');
      await hearsLine(client, 'User2: Hey, how are you?\\n');
      await client.hearsNothing();
    },
  }),
  defineClient({
    id: 'shows',
    title: 'shows a message as it comes, while nothing is typed',
    from: { code: 'a separate thread receives', readme: '[User2] Hey: real-time delivery.' },
    rows: [9, 16],
    needs: ['welcome'],
    play: async (scene) => {
      const client = await welcomed(scene);
      await client.says('[User2] Hey, how are you?\\n');
      await scene.shows('[User2] Hey, how are you?');
      await client.says('[User3] Second\\n');
      await scene.shows('[User3] Second');
    },
  }),
  defineClient({
    id: 'joined',
    title: 'shows two messages that come in one segment',
    from: { code: 'what comes is printed', readme: 'Real-time delivery.' },
    rows: [9],
    needs: ['shows'],
    play: async (scene) => {
      const client = await welcomed(scene);
      await client.says('[User2] one\\n[User3] two\\n');
      await scene.shows('[User2] one');
      await scene.shows('[User3] two');
    },
  }),
  defineClient({
    id: 'split-utf8',
    title: 'shows a character that is cut in two by TCP',
    from: { readme: 'Messages are shown as they were typed.' },
    rows: [9],
    needs: ['shows'],
    play: async (scene) => {
      const client = await welcomed(scene);
      await client.says('[User2] na\\xc3');
      await new Promise((resolve) => setTimeout(resolve, 50));
      await client.says('\\xafve\\n');
      await scene.shows('naïve');
    },
  }),
  defineClient({
    id: 'server-closes',
    title: 'says that it is disconnected when the server closes',
    from: { code: '"[Disconnected from server]"', readme: 'Disconnects are detected.' },
    rows: [4],
    needs: ['welcome'],
    play: async (scene) => {
      const client = await welcomed(scene);
      client.hangsUp();
      await scene.shows(/disconnected|closed/i, 'that it is disconnected');
    },
  }),
  defineClient({
    id: 'end-of-input',
    title: 'ends at the end of input, and closes the connection',
    from: { code: 'EOF or Ctrl-C ends it' },
    rows: [4],
    needs: ['welcome'],
    play: async (scene) => {
      await welcomed(scene);
      scene.endsInput();
      await scene.ends();
      scene.neverShows(/Traceback \(most recent call last\)/, 'the client ends with an exception');
    },
  }),
  defineClient({
    id: 'ctrl-c',
    title: 'ends on Ctrl-C without an exception',
    from: { code: 'EOF or Ctrl-C ends it' },
    rows: [4],
    needs: ['welcome'],
    play: async (scene) => {
      await welcomed(scene);
      await scene.interrupts();
      await scene.ends();
      scene.neverShows(/Traceback \(most recent call last\)/, 'the client ends with an exception');
    },
  }),
];

const sentHint: Hint = ({ heard, expected }) => {
  const [wanted, came] = [textOf(literal(expected)), textOf(heard)];
  if (wanted.endsWith('\n') && came === wanted.slice(0, -1)) {
    return 'The newline at the end of the line is missing: without it the server cannot know where the message ends.';
  }
  return came.startsWith("b'")
    ? 'The bytes are sent as Python prints them: encode the text, do not call str() on bytes.'
    : undefined;
};

const causes: Readonly<Record<string, string>> = {
  username: 'The name is asked for first ("Enter username:"), and sent alone, as a line.',
  'bad-name': 'A blank name, or one with a colon, is sent: check it before, and ask again.',
  welcome: 'What comes from the server is not shown: read the socket after the name, and print every line.',
  says: 'A typed line is sent to the server as it is, with a newline at its end: read lines in a loop.',
  shows:
    'Messages are shown only when something is typed, or only once: read the socket in a separate thread, in a loop.',
  joined: 'Two messages came in one recv, and one of them is lost: print all that came.',
  'split-utf8':
    'recv cut a character in two, and the client fails at it: keep the bytes until the line is whole, then decode.',
  'server-closes':
    'The client does not notice that recv returns nothing: that is how it learns that the server has closed.',
  'end-of-input': 'The client does not end at the end of input (Ctrl-D): catch EOFError, close the socket, and end.',
  'ctrl-c':
    'The client does not end at Ctrl-C: catch KeyboardInterrupt, close the socket, and end, its threads as well.',
};

/** The checks of a client that speaks `direct`. */
export const directClient: Suite = { dialect: 'direct', side: 'client', checks, hints: [sentHint], causes };
