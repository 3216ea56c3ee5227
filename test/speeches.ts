import { chatroom } from '#dialects/chatroom/chatroom.ts';
import { OriginalClient } from '#dialects/chatroom/original-client.suite.ts';
import { usualKeys } from '#dialects/chatroom/originals.suite.ts';
import { bytesOf, inChunks, isShown, type Speech, textOf } from './dialect-speech.ts';
import { TextPeer } from './text-peer.ts';

const framed = (text: string): string => `${String.fromCharCode(text.length >> 8, text.length & 0xff)}${text}`;

const nick: Speech = {
  ...inChunks({
    hello: framed('HELLO'),
    come: (name) => `NICK ${name}\n`,
    came: () => framed('READY'),
    say: (text) => `${text}\n`,
    said: () => '',
    tell: (to, text) => `/msg ${to} ${text}\n`,
    ask: (word) => `/${word}\n`,
    answered: (word) =>
      framed(`Unknown command /${word}, not sent. /help lists all commands. To send it as text, type //${word}.`),
    leave: 'BYE\n',
  }),
  isWhole(item) {
    const frame = bytesOf(item);
    let at = 0;
    while (at + 1 < frame.length) {
      const end = at + 2 + (frame[at] ?? 0) * 256 + (frame[at + 1] ?? 0);
      if (!/^[^\x00-\x1f\x7f-\x9f]*$/.test(textOf(frame.subarray(at + 2, end)))) return false;
      at = end;
    }
    return at === frame.length;
  },
  secrets: ['NICK alice s3cret', 'NICKalice s3cret\n', '/register s3cret', '/register s3cret s3cret\r\n'],
  typed: [(words) => words.join(' '), (words) => `${words.join(' ')}\r\n`],
};

const direct: Speech = {
  ...inChunks({
    hello: '',
    come: (name) => `${name}\n`,
    came: (name) => `Welcome ${name}! You can now chat.\n`,
    say: (text) => `#lobby: ${text}\n`,
    said: () => '',
    tell: (to, text) => `${to}: ${text}\n`,
    ask: (word) => `/${word}\n`,
    answered: (word) => `Unknown command /${word}, not sent. /help lists all commands.\n`,
    leave: '',
  }),
  isWhole: (item) => isShown(textOf(bytesOf(item))) && textOf(bytesOf(item)).endsWith('\n'),
  secrets: ['alice s3cret\n', 'alice s3cret s3cret s3cret\n', '/register s3cret\n', 'alice s3cret'],
  typed: [(words) => `alice\n${words.join(' ')}\n`],
};

const command = (text: string): string => `\x01${text}\x04`;

const tsam: Speech = {
  // It sends no notices about its load.
  options: { delay: '60000' },
  ...inChunks({
    hello: '',
    come: (name) => command(`LOGIN,${name}`),
    came: (name) => `You are ${name} now.`,
    say: (text) => command(`SENDMSG,#lobby,${text}`),
    said: () => '',
    tell: (to, text) => command(`SENDMSG,${to},${text}`),
    ask: command,
    answered: (word) => `Error: Unknown command ${word}.`,
    leave: command('LEAVE'),
  }),
  isWhole: (item) => 'text' in item && typeof item.text === 'string' && isShown(item.text),
  secrets: ['\x01LOGIN,alice,s3cret\x04', '\x01REGISTER,s3cret\x04', 'LOGIN,alice,s3cret\n'],
  typed: [(words) => command(words.join(' ')), (words) => command(words.join(',')), (words) => `${words.join(', ')}\n`],
};

const keys = usualKeys();

const chatroomSpeech: Speech = {
  skip: {
    'requests in one chunk are answered in order, and no more are under way than the bound':
      'each block waits for its acknowledgement',
    'requests after a login in the same chunk are answered after it': 'each block waits for its acknowledgement',
    'secrets are masked, and nothing else, however they are split': 'passwords are sealed',
  },
  async comes(connect, name) {
    const client = await OriginalClient.connect(connect, keys);
    await client.comes(name, 's3cret');
    // A key is not answered; this request is answered when the client is in #lobby.
    await client.history();
    return {
      says: (text) => client.says(text),
      tells: (to, text) => client.tells(to, text),
      leaves: async () => {
        await client.leaves();
        await client.dead;
      },
      async hangsUp() {
        client.main.close();
        client.push.close();
        await client.dead;
      },
    };
  },
  isWhole: (item) => 'lines' in item && Array.isArray(item.lines) && item.lines.every(isShown),
  secrets: [],
};

const pduOf = (mtype: number, payload: string): string =>
  `{"mtype": ${mtype}, "payload": ${payload}, "version": "1.0.0", "sz": ${payload.length}}\n`;
const parrot = (text: string): string => pduOf(3, `{"id": 1, "message": ${JSON.stringify(text)}}`);

const pdu: Speech = {
  skip: { 'a private message is received by one user': 'nobody can say anything in private' },
  options: { lobby: 'yes' },
  password: 's3cret',
  ...inChunks({
    hello: '',
    come: (name) => pduOf(1, `{"username": "${name}", "password": "s3cret"}`),
    came: () => pduOf(2, '{"auth": 0, "id": 1}'),
    say: parrot,
    said: parrot,
    tell: () => '',
    ask: (word) => pduOf(6, `{"id": "${word}"}`),
    answered: (word) => pduOf(5, `{"id": "${word}", "error_code": 1, "message": "Client session not found"}`),
    leave: pduOf(4, '{"id": 1}'),
  }),
  // Each link appends a line end.
  isWhole: (item) =>
    !('pdu' in item) || (item.pdu instanceof Uint8Array && typeof JSON.parse(textOf(item.pdu)) === 'object'),
  secrets: [
    '{"mtype": 1, "payload": {"username": "alice", "password": "s3cret"}, "version": "1.0.0", "sz": 45}\n',
    '{"mtype":1,"payload":{"name":"alice","password":"s3cret"}}\n{"mtype":11,"payload":{"password":"s3cret"}}\n',
  ],
};

const requestOf = (type: string, fields: object, ref: number | string = 1): string =>
  `${JSON.stringify({ type, ref, ...fields })}\n`;

const web: Speech = {
  skip: {
    'requests in one chunk are answered in order, and no more are under way than the bound':
      'answers contain tokens, times and places',
    'requests after a login in the same chunk are answered after it': 'answers contain tokens, times and places',
    'a message sent before a hang-up is delivered': 'a session outlives its link: see session.test.ts',
  },
  async comes(connect, name) {
    const peer = new TextPeer(await connect());
    peer.says(requestOf('login', { name }) + requestOf('join', { room: '#lobby' }) + requestOf('ping', {}, 'here'));
    await peer.hearsLike(/[^]*\{"type":"ping","ref":"here"\}\n/);
    return {
      says: (text) => peer.says(requestOf('post', { room: '#lobby', text })),
      tells: (room, text) => peer.says(requestOf('post', { room, text })),
      leaves() {
        peer.says(requestOf('logout', {}));
        return peer.hangsUp();
      },
      hangsUp: () => peer.hangsUp(),
    };
  },
  isWhole(item) {
    const lines = textOf(bytesOf(item)).split('\n');
    return lines.pop() === '' && lines.every((line) => typeof JSON.parse(line) === 'object');
  },
  secrets: [
    '{"type":"login","ref":1,"name":"alice","password":"s3cret"}\n',
    '{"type":"join","ref":1,"room":"#work","key":"s3cret"}\n{"type":"register","password":"s3cret"}\n',
  ],
};

const talkOf = (mtype: number, payload: object, ref = 1): string => `${JSON.stringify({ mtype, ref, payload })}\n`;

/** Version 2.0 of pdu. */
const pduTalk: Speech = {
  skip: {
    'requests in one chunk are answered in order, and no more are under way than the bound':
      'answers contain tokens, times and places: see v2/session.test.ts',
    'requests after a login in the same chunk are answered after it': 'answers contain tokens, times and places',
    'every event is rendered to whole frames': 'a link begins with 1.x',
  },
  async comes(connect, name) {
    const peer = new TextPeer(await connect());
    const login = talkOf(1, { name }) + talkOf(12, { room: '#lobby' }) + talkOf(6, {}, 424_242);
    peer.says(`{"mtype":7,"payload":{"supported_versions":["2.0"]}}\n${login}`);
    await peer.hearsLike(/[^]*"ref":424242,[^]*\n/);
    return {
      says: (text) => peer.says(talkOf(3, { to: '#lobby', text })),
      tells: (to, text) => peer.says(talkOf(3, { to, text })),
      leaves() {
        peer.says(talkOf(4, {}));
        return peer.hangsUp();
      },
      hangsUp: () => peer.hangsUp(),
    };
  },
  isWhole: () => false,
  secrets: [
    talkOf(1, { name: 'alice', password: 's3cret', token: 's3cret' }),
    talkOf(11, { password: 's3cret' }) + talkOf(45, { password: 's3cret', room: '#x' }),
  ],
};

/** Versions of dialects that a client asks for: by a title. */
export const versions: Readonly<Record<string, { readonly dialect: string; readonly speech: Speech }>> = {
  'pdu 2.0': { dialect: 'pdu', speech: pduTalk },
};

/** By the dialect's name. */
export const speeches: Readonly<Record<string, Speech>> = {
  nick,
  direct,
  tsam,
  [chatroom.name]: chatroomSpeech,
  pdu,
  web,
};
