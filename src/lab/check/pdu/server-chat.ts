import type { Check } from '#lab/check/check.ts';
import { define } from '#lab/check/define-check.ts';
import { chatMessage, formatPdu, lineOf, mtypes, pingMessage } from '#dialects/pdu/codec.ts';

import { numeral, type PduClient, withClients } from './speak.ts';
import type { Heard } from './next-pdu.ts';

/** Says a text, and hears it again. */
export async function parrots(client: PduClient, message: string): Promise<Heard> {
  await client.saysText(message);
  const heard = await client.hears(mtypes.chat, 'its own message');
  const { id, message: came } = heard.payload;
  if (came !== message) client.wrong(`${client.name} says a text and hears another one`, heard);
  if (id !== Number(client.id.written)) client.wrong(`${client.name} hears its own message with another id`, heard);
  return heard;
}

const form = /^\{"mtype": \d+, "payload": (?<payload>\{.*\}), "version": "1\.0\.0", "sz": (?<sz>\d+)\}$/s;

/** Messages, and how PDUs are written. */
export const chatChecks: readonly Check[] = [
  define({
    id: 'parrot',
    title: 'sends each chat message back to its sender',
    from: {
      code: '{"id": n, "time": …, "message": s}; the server parrots it unchanged',
      readme: 'A chat protocol: the server parrots messages.',
    },
    rows: [2],
    needs: ['login'],
    play: withClients(async (open) => {
      const alice = await open('alice');
      await alice.logsIn('user1');
      await parrots(alice, 'hello');
      await parrots(alice, 'hello again');
    }),
  }),
  define({
    id: 'parrot-time',
    title: 'leaves the time of a message as it is',
    from: { code: 'the server parrots it unchanged' },
    rows: [2],
    needs: ['parrot'],
    play: withClients(async (open) => {
      const alice = await open('alice');
      await alice.logsIn('user1');
      await alice.says(chatMessage(alice.id, 1_000_000_000, 'hello'));
      const heard = await alice.hears(mtypes.chat, 'its own message');
      if (heard.payload['time'] !== 1_000_000_000) alice.wrong('alice hears its own message with another time', heard);
    }),
  }),
  define({
    id: 'version-key',
    title: 'writes a version into each PDU',
    from: { code: '`version` is always "1.0.0"', readme: 'The `version` attribute in the message.' },
    rows: [17],
    needs: ['parrot'],
    play: withClients(async (open) => {
      const alice = await open('alice');
      await alice.logsIn('user1');
      const heard = await parrots(alice, 'hello');
      if (typeof heard.whole['version'] !== 'string') alice.wrong('a PDU comes without a version', heard);
    }),
  }),
  define({
    id: 'form',
    title: 'writes PDUs as json.dumps does: mtype, payload, version, sz',
    from: { code: 'keys in the order mtype, payload, version, sz; `sz` is the byte length of the payload' },
    rows: [17],
    needs: ['version-key'],
    play: withClients(async (open) => {
      const alice = await open('alice');
      await alice.logsIn('user1');
      const heard = await parrots(alice, 'naïve "q"');
      const { payload = '', sz } = form.exec(heard.text)?.groups ?? {};
      if (Buffer.byteLength(payload) !== Number(sz)) alice.wrong('a PDU is written otherwise', heard);
    }),
  }),
  define({
    id: 'two-parrots',
    title: 'sends a message back to nobody but its sender',
    from: { code: 'the answer goes where the request came from', readme: 'Both accounts at the same time.' },
    rows: [2, 11],
    needs: ['parrot', 'two-accounts'],
    play: withClients(async (open) => {
      const [alice, bob] = [await open('alice'), await open('bob')];
      await alice.logsIn('user1');
      await bob.logsIn('user2');
      await parrots(alice, 'from alice');
      await bob.hearsNothing();
      await parrots(bob, 'from bob');
      await alice.hearsNothing();
    }),
  }),
  define({
    id: 'ping',
    title: 'takes a ping without an answer',
    from: { code: 'PING_MESSAGE every 10 s after login, no reply', readme: 'PING_MESSAGE every 10 s.' },
    rows: [14],
    needs: ['parrot'],
    play: withClients(async (open) => {
      const alice = await open('alice');
      await alice.logsIn('user1');
      await alice.says(pingMessage(alice.id));
      await alice.hearsNothing();
      await parrots(alice, 'hello');
    }),
  }),
  define({
    id: 'unknown-id',
    title: 'answers a message with an unknown id with error 1',
    from: { code: 'error 1, "Client session not found"' },
    rows: [2],
    needs: ['parrot'],
    play: withClients(async (open) => {
      const alice = await open('alice');
      await alice.logsIn('user1');
      await alice.says(chatMessage(numeral(99), 1, 'hello'));
      await alice.hearsError(1, 'that there is no session 99');
    }),
  }),
  define({
    id: 'unknown-mtype',
    title: 'ignores a PDU of an unknown kind',
    from: { code: '"[svr] Ignoring unknown message: 42"' },
    rows: [2],
    needs: ['parrot'],
    play: withClients(async (open) => {
      const alice = await open('alice');
      await alice.logsIn('user1');
      await alice.says(formatPdu(42, new Map()));
      await alice.hearsNothing();
      await parrots(alice, 'hello');
    }),
  }),
  define({
    id: 'without-sz',
    title: 'takes a PDU without version and sz',
    from: { code: '`sz` is never checked on receipt and may be missing; `version` has a default' },
    rows: [17],
    needs: ['parrot'],
    play: withClients(async (open, scene) => {
      const alice = await open('alice');
      await alice.logsIn('user1');
      const bare = `{"mtype": 3, "payload": {"id": ${alice.id.written}, "time": 1, "message": "bare"}}`;
      const bytes = new TextEncoder().encode(bare);
      await alice.speaker.says(scene.transport === 'tcp' ? lineOf(bytes) : bytes);
      const heard = await alice.hears(mtypes.chat, 'its own message');
      if (heard.payload['message'] !== 'bare') alice.wrong('alice says a text and hears another one', heard);
    }),
  }),
];
