import type { Check, Hint, Suite } from '#lab/check/check.ts';
import type { ClientScene } from '#lab/check/client-scene.ts';
import { defineClient } from '#lab/check/define-check.ts';
import { textOf } from '#lab/check/hints.ts';
import { Fault, type Speaker } from '#lab/check/scene.ts';
import { chatMessage, errorPdu, lineOf, loginResponse, mtypes, versionResponse } from '#dialects/pdu/codec.ts';

import { formHints } from './form-hints.ts';
import { numeral, usualVersions } from './speak.ts';
import { type Heard, nextPdu } from './next-pdu.ts';

/** The id that we give. */
const id = 7;
const username = /user ?name|login/i;
const password = /password/i;
/** Steps in which a ping must come, or the client must notice something: pings come every 10 s. */
const maxSteps = 8;

/** The client's connection, on which we are the server. */
interface Server {
  readonly speaker: Speaker;
  says(pdu: Uint8Array): Promise<void>;
  /** The next PDU of that kind; pings before it are skipped. */
  hears(mtype: number, what: string): Promise<Heard>;
}

async function served(scene: ClientScene): Promise<Server> {
  const speaker = await scene.accept();
  return {
    speaker,
    says: (pdu) => speaker.says(scene.transport === 'tcp' ? lineOf(pdu) : pdu),
    async hears(mtype, what) {
      for (;;) {
        const heard = await nextPdu(speaker, what);
        if (heard.mtype === mtype) return heard;
        if (heard.mtype !== mtypes.ping)
          throw wrong(`the client sends a PDU of another kind than ${what} (mtype ${mtype})`, heard);
      }
    },
  };
}

const utf8 = new TextEncoder();
const wrong = (says: string, { text }: Heard): Fault => new Fault({ says, heard: utf8.encode(text) }, 'the server');

/** The client has asked for versions, and is answered. */
async function negotiated(scene: ClientScene): Promise<Server> {
  const server = await served(scene);
  const { payload } = await server.hears(mtypes.versionRequest, 'the version request');
  const offered = payload['supported_versions'];
  const versions: readonly unknown[] = Array.isArray(offered) ? offered : [];
  // The first of the client's versions that the original server has.
  await server.says(versionResponse(usualVersions.find((each) => versions.includes(each)) ?? String(versions[0])));
  return server;
}

/** A name and a password are typed, and sent. */
async function asked(scene: ClientScene): Promise<readonly [Server, Heard]> {
  const server = await negotiated(scene);
  await scene.shows(username);
  scene.types('user1');
  await scene.shows(password);
  scene.types('pass1');
  return [server, await server.hears(mtypes.loginRequest, 'the login')];
}

async function loggedIn(scene: ClientScene): Promise<Server> {
  const [server] = await asked(scene);
  await server.says(loginResponse(id));
  // The prompt of the original, or whatever else is shown then.
  await scene.shows(/>|:|\?/, 'a prompt');
  return server;
}

/** Types a text: the message that is sent. */
async function chat(scene: ClientScene, server: Server, text: string): Promise<Heard> {
  scene.types(text);
  const heard = await server.hears(mtypes.chat, 'the message');
  if (heard.payload['message'] !== text) throw wrong('the client sends another text than was typed', heard);
  return heard;
}

const checks: readonly Check[] = [
  defineClient({
    id: 'connects',
    title: 'connects to the address and port it is given',
    from: { code: 'client -s ADDR -p PORT', readme: 'Client: -p, -s.' },
    rows: [6],
    play: async (scene) => void (await scene.accept()),
  }),
  defineClient({
    id: 'versions',
    title: 'asks for versions first',
    from: {
      code: '{"supported_versions": ["1.2", "1.1", "1.0"]} is the first PDU',
      readme: 'Version negotiation first: VERSION_REQUEST.',
    },
    rows: [8, 18],
    needs: ['connects'],
    play: async (scene) => {
      const server = await served(scene);
      const heard = await server.hears(mtypes.versionRequest, 'the version request');
      const offered = heard.payload['supported_versions'];
      if (!Array.isArray(offered) || offered.length === 0) throw wrong('the client offers no list of versions', heard);
    },
  }),
  defineClient({
    id: 'login',
    title: 'asks for a name and a password, and sends them',
    from: { code: '{"username": s, "password": s}; prompts "Username: ", "Password: "', readme: 'The login prompt.' },
    rows: [9],
    needs: ['versions'],
    play: async (scene) => {
      const [, heard] = await asked(scene);
      const { username: name, password: word } = heard.payload;
      if (name !== 'user1' || word !== 'pass1')
        throw wrong('the client sends another name or password than was typed', heard);
    },
  }),
  defineClient({
    id: 'chat',
    title: 'sends what is typed as a chat message, with its id',
    from: { code: '{"id": n, "time": unix seconds, "message": s}', readme: 'A chat protocol.' },
    rows: [2],
    needs: ['login'],
    play: async (scene) => {
      const server = await loggedIn(scene);
      const heard = await chat(scene, server, 'hello');
      if (heard.payload['id'] !== id) throw wrong(`the client does not send its id, which is ${id}`, heard);
      if (typeof heard.payload['time'] !== 'number') throw wrong('the client sends no time', heard);
    },
  }),
  defineClient({
    id: 'shows-answer',
    title: 'shows the answer of the server, and goes on',
    from: { code: '"[cli] server response:  {…}", then the next prompt', readme: 'The server parrots messages.' },
    rows: [2],
    needs: ['chat'],
    play: async (scene) => {
      const server = await loggedIn(scene);
      await chat(scene, server, 'hello');
      await server.says(chatMessage(numeral(id), 1, 'polly-wants'));
      await scene.shows('polly-wants');
      await chat(scene, server, 'hello again');
    },
  }),
  defineClient({
    id: 'form',
    title: 'writes version and sz into each PDU',
    from: {
      code: '`version` is "1.0.0", `sz` the byte length of the payload',
      readme: 'The `version` attribute in the message.',
    },
    rows: [17],
    needs: ['chat'],
    play: async (scene) => {
      const server = await loggedIn(scene);
      const heard = await chat(scene, server, 'hello');
      if (typeof heard.whole['version'] !== 'string') throw wrong('the client sends a PDU without a version', heard);
    },
  }),
  defineClient({
    id: 'blank',
    title: 'does not send a blank line',
    from: { code: 'blank lines are ignored' },
    rows: [2],
    needs: ['chat'],
    play: async (scene) => {
      const server = await loggedIn(scene);
      scene.types('');
      await chat(scene, server, 'hello');
    },
  }),
  defineClient({
    id: 'refused',
    title: 'says that the login is refused',
    from: { code: '"[cli] login failed, bad credentials."', readme: 'The two accounts.' },
    rows: [9, 10],
    needs: ['login'],
    play: async (scene) => {
      const [server] = await asked(scene);
      await server.says(loginResponse(undefined));
      await scene.shows(/fail|bad|invalid|incorrect|wrong|refus|denied|not /i, 'that the login failed');
    },
  }),
  defineClient({
    id: 'elsewhere',
    title: 'says that the user is logged in elsewhere',
    from: { code: 'error 3 is shown', readme: '"already logged in from another location"' },
    rows: [15],
    needs: ['login'],
    play: async (scene) => {
      const [server] = await asked(scene);
      await server.says(errorPdu(numeral(-1), 3, 'User already logged in from another location'));
      await scene.shows(/already logged in|another location/i, 'that the user is logged in elsewhere');
    },
  }),
  defineClient({
    id: 'no-version',
    title: 'says that it has none of the versions of the server',
    from: { code: 'error 5 is shown', readme: "Testable by changing the client's list." },
    rows: [8],
    needs: ['versions'],
    play: async (scene) => {
      const server = await served(scene);
      await server.hears(mtypes.versionRequest, 'the version request');
      await server.says(errorPdu(numeral(-1), 5, 'Incompatible version'));
      await scene.shows(/version/i, 'that there is no version in common');
    },
  }),
  defineClient({
    id: 'ping',
    title: 'sends a ping at least every 10 s',
    from: { code: 'PING_MESSAGE every 10 s after login', readme: 'PING_MESSAGE every 10 s.' },
    rows: [14],
    needs: ['login'],
    play: async (scene) => {
      const { speaker } = await loggedIn(scene);
      for (let n = 1; ; n++) {
        const heard = await nextPdu(speaker, 'a ping').catch((error: unknown) => {
          if (n === maxSteps) throw error;
          return undefined;
        });
        if (heard && heard.mtype !== mtypes.ping)
          throw wrong('the client sends a PDU of another kind than a ping', heard);
        if (heard && heard.payload['id'] !== id) throw wrong(`the ping does not have the id ${id}`, heard);
        if (heard) return;
      }
    },
  }),
  defineClient({
    id: 'quit',
    title: 'logs out at !quit, and ends',
    from: { code: '!quit or !exit: LOGOUT_MESSAGE {"id": n}', readme: 'A list of logged-in users.' },
    rows: [15],
    needs: ['chat'],
    play: async (scene) => {
      const server = await loggedIn(scene);
      scene.types('!quit');
      const heard = await server.hears(mtypes.logout, 'the logout');
      if (heard.payload['id'] !== id) throw wrong(`the logout does not have the id ${id}`, heard);
      server.speaker.hangsUp();
      await scene.ends();
    },
  }),
  defineClient({
    id: 'server-closes',
    title: 'ends when the server closes',
    from: { readme: 'The client ends with its connection.' },
    rows: [2],
    needs: ['login'],
    play: async (scene) => {
      const server = await loggedIn(scene);
      server.speaker.hangsUp();
      scene.types('still there?');
      await scene.ends();
    },
  }),
];

const versionsHint: Hint = ({ says, heard }) =>
  says.includes('offers no list of versions') && !/"supported_versions":/.test(textOf(heard))
    ? 'The key is missing: the versions are in the payload, as the list supported_versions.'
    : undefined;

const causes: Readonly<Record<string, string>> = {
  versions:
    'The first PDU has mtype 7 and a list supported_versions: send it as soon as you are connected, before you ask for a name.',
  login:
    'Read name and password from the terminal without their newlines, and send them as username and password with mtype 1.',
  chat: 'Keep the id of the answer to the login, and send mtype 3 with id, time (whole seconds) and the typed line as message.',
  'shows-answer':
    'Read the answer to each message and print it, then ask for the next line: the thread that reads may have ended.',
  form: 'Each PDU has a key version, "1.0.0", beside mtype and payload.',
  blank: 'A line without text is sent: skip it, and ask again.',
  refused: 'auth 1 means that the login was refused: look at it, and say so.',
  elsewhere: 'The answer to a login may be an error (mtype 5): show its message.',
  'no-version': 'The answer to a version request may be an error (mtype 5): show its message.',
  ping: 'No ping comes while the client waits for a line: send it from a separate thread or task, every 10 s, with your id.',
  quit: '!quit is sent as a message, or ignored: send mtype 4 with your id, and close.',
  'server-closes':
    'The end of the connection is not noticed: where recv returns nothing, or sending fails, say so and end.',
};

/** The checks of a client that speaks `pdu`. */
export const pduClientSuite: Suite = {
  dialect: 'pdu',
  side: 'client',
  alpn: 'echo-protocol',
  checks,
  hints: [...formHints, versionsHint],
  causes,
};
