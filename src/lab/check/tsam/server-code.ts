import type { Check } from '#lab/check/check.ts';
import { define } from '#lab/check/define-check.ts';
import { entry, groupOf, listedClient, tsamClient } from './speak.ts';

const sentTo = (group: string): string => `SENDMSG,${group},RANDOM MESSAGE`;

/** What the original program's code does with the commands that have commas. */
export const codeChecks: readonly Check[] = [
  define({
    id: 'listservers',
    title: 'answers LISTSERVERS with SERVERS and an entry for each connection',
    from: {
      code: 'SERVERS, + all connections as A5_<id>,<ip>,<port> joined by ;',
      readme: 'the capture shows LISTSERVERS and its answer',
    },
    rows: [1, 5, 8, 20],
    play: async (scene) => {
      const alice = await tsamClient(scene, 'alice');
      await alice.commands('LISTSERVERS');
      await alice.answers(new RegExp(`^\\u0001?SERVERS,${entry}`), 'SERVERS,A5_<id>,<ip>,<port>');
    },
  }),
  define({
    id: 'two-clients',
    title: 'lists two connections, and serves both',
    from: {
      code: 'select over all sockets; the entries are joined by ;',
      readme: 'Many clients at once, a socket set.',
    },
    rows: [1],
    needs: ['listservers'],
    play: async (scene) => {
      const [alice, bob] = [await listedClient(scene, 'alice'), await listedClient(scene, 'bob')];
      for (const client of [bob, alice]) {
        await client.commands('LISTSERVERS');
        await client.answers(new RegExp(`^\\u0001?SERVERS,${entry};${entry}`), 'two entries joined by a semicolon');
      }
    },
  }),
  define({
    id: 'silent-client',
    title: 'serves a second client while the first says nothing',
    from: { code: 'select loop', readme: 'Many clients at once, a socket set.' },
    rows: [1],
    needs: ['listservers'],
    play: async (scene) => {
      await tsamClient(scene, 'eve');
      const alice = await tsamClient(scene, 'alice');
      await alice.commands('LISTSERVERS');
      await alice.answers(/SERVERS,/, 'SERVERS,…');
    },
  }),
  define({
    id: 'helo',
    title: 'answers HELO,<group> with SERVERS, the caller first',
    from: { code: 'HELO,<anything> is answered with SERVERS,A5_<id>,<ip>,<port> of the caller, then the others' },
    rows: [7],
    needs: ['listservers'],
    play: async (scene) => {
      const alice = await tsamClient(scene, 'alice');
      await alice.commands('HELO,A5_77');
      await alice.answers(new RegExp(`^\\u0001?SERVERS,${entry}`), 'SERVERS,A5_<id>,<ip>,<port>');
    },
  }),
  define({
    id: 'sendmsg-silent',
    title: 'answers SENDMSG,<group>,<text> with nothing',
    from: { code: 'the message is stored; nothing is answered' },
    rows: [11],
    needs: ['listservers'],
    play: async (scene) => {
      const alice = await tsamClient(scene, 'alice');
      const group = await groupOf(scene, alice);
      await alice.commands(sentTo(group));
      await alice.hearsNothing();
    },
  }),
  define({
    id: 'getmsg',
    title: 'hands over a stored message as "From <sender>: <text>"',
    from: {
      code: 'GETMSG,<group>: the first stored message, "From self: RANDOM MESSAGE"',
      readme: 'Messages are stored and fetched; the capture shows SENDMSG and GETMSG.',
    },
    rows: [16, 20],
    needs: ['listservers'],
    play: async (scene) => {
      const alice = await tsamClient(scene, 'alice');
      const group = await groupOf(scene, alice);
      await alice.commands(sentTo(group));
      await alice.commands(`GETMSG,${group}`);
      await alice.answers(/^\u0001?From [^:]+: RANDOM MESSAGE\u0004?$/, 'From self: RANDOM MESSAGE');
    },
  }),
  define({
    id: 'getmsg-empty',
    title: 'says that there is no message',
    from: { code: '"No messages found for group <group>"' },
    rows: [10],
    needs: ['listservers'],
    play: async (scene) => {
      const alice = await tsamClient(scene, 'alice');
      const group = await groupOf(scene, alice);
      await alice.commands(`GETMSG,${group}`);
      await alice.answers(new RegExp(`^No messages found for group ${group}$`), `No messages found for group ${group}`);
    },
  }),
  define({
    id: 'getmsgs',
    title: 'hands over all stored messages with GETMSGS,<group>',
    from: {
      code: 'one "From <sender>: <text>" for each stored message',
      readme: 'GETMSGS returns all stored messages.',
    },
    rows: [10],
    needs: ['getmsg'],
    play: async (scene) => {
      const alice = await tsamClient(scene, 'alice');
      const group = await groupOf(scene, alice);
      await alice.commands(`SENDMSG,${group},first one`);
      await alice.commands(`SENDMSG,${group},second one`);
      await alice.commands(`GETMSGS,${group}`);
      await alice.answers(/From [^:]+: first one[^]*From [^:]+: second one/, 'both messages, the first one first');
    },
  }),
  define({
    id: 'keepalive-count',
    title: 'answers KEEPALIVE,<group> with the number of stored messages',
    from: { code: 'KEEPALIVE,<number of stored messages for the group>', readme: 'KEEPALIVE is acknowledged.' },
    rows: [9],
    needs: ['listservers'],
    play: async (scene) => {
      const alice = await tsamClient(scene, 'alice');
      const group = await groupOf(scene, alice);
      await alice.commands(`KEEPALIVE,${group}`);
      await alice.answers(/^\u0001?KEEPALIVE,0\u0004?$/, 'KEEPALIVE,0');
      await alice.commands(sentTo(group));
      await alice.commands(`KEEPALIVE,${group}`);
      await alice.answers(/^\u0001?KEEPALIVE,1\u0004?$/, 'KEEPALIVE,1');
    },
  }),
  define({
    id: 'sendmsg-short',
    title: 'answers a SENDMSG that has too few fields with an error',
    from: { code: '"Error: Invalid SENDMSG command format."' },
    rows: [11],
    needs: ['listservers'],
    play: async (scene) => {
      const alice = await tsamClient(scene, 'alice');
      await alice.commands('SENDMSG,A5_1');
      await alice.answers(/^Error: Invalid SENDMSG command format\.$/, 'Error: Invalid SENDMSG command format.');
    },
  }),
  define({
    id: 'leave',
    title: 'closes the connection after LEAVE',
    from: { code: 'LEAVE: the connection is closed' },
    rows: [18],
    needs: ['listservers'],
    play: async (scene) => {
      const alice = await tsamClient(scene, 'alice');
      await alice.commands('LEAVE');
      await alice.hearsEnd();
    },
  }),
  define({
    id: 'unknown',
    title: 'goes on after an unknown command',
    from: {
      code: 'nothing is answered; the console says "Unknown command from client"',
      readme: 'MSG ALL and MSG <name> are not implemented.',
    },
    rows: [14],
    needs: ['listservers'],
    play: async (scene) => {
      const alice = await tsamClient(scene, 'alice');
      await alice.commands('MSG ALL hello');
      // An answer is allowed, and read with the next one.
      await alice.hearsNothing().catch(() => undefined);
      await alice.commands('LISTSERVERS');
      await alice.answers(/SERVERS,/, 'SERVERS,…');
    },
  }),
];
