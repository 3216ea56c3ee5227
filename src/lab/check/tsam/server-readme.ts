import type { Check } from '#lab/check/check.ts';
import { define } from '#lab/check/define-check.ts';
import type { Scene } from '#lab/check/scene.ts';
import { entry, framed, listedClient, tsamClient } from './speak.ts';

/** The id of a client, from the list of one connection. */
async function idOf(client: Awaited<ReturnType<typeof tsamClient>>, scene: Scene): Promise<string> {
  await client.commands('HELO I am here');
  const said = await client.answers(/A5_[\w.]+/, 'a greeting with the id of the client');
  return /A5_[\w.]+/.exec(said)?.[0] ?? scene.fail('no id in the greeting');
}

/** What the description asks for, and how TCP cuts the bytes. */
export const readmeChecks: readonly Check[] = [
  define({
    id: 'greeting',
    title: 'greets HELO <text> with the address, the port and an id',
    from: { readme: "HELO: a greeting with text, the client's address and port, and the server's unique id." },
    rows: [7],
    needs: ['listservers'],
    play: async (scene) => {
      const alice = await tsamClient(scene, 'alice');
      await alice.commands('HELO I am Alice');
      await alice.answers(/(?=[^]*\d+\.\d+\.\d+\.\d+)(?=[^]*A5_\d+)/, 'a greeting with an address and an id');
    },
  }),
  define({
    id: 'unique-ids',
    title: 'gives each client a different id',
    from: { readme: 'A unique id for each new client.' },
    rows: [15],
    needs: ['two-clients'],
    play: async (scene) => {
      const alice = await tsamClient(scene, 'alice');
      await listedClient(scene, 'bob');
      await alice.commands('LISTSERVERS');
      const list = await alice.answers(new RegExp(`${entry};${entry}`), 'two entries');
      const ids = [...list.matchAll(/A5_[\w.]+/g)].map(([id]) => id);
      if (new Set(ids).size < ids.length) scene.fail(`two connections have the id ${ids[0]}`, 'alice');
    },
  }),
  define({
    id: 'servers',
    title: 'answers SERVERS with ids and addresses',
    from: { readme: 'SERVERS: a list of server ids and addresses.' },
    rows: [8],
    needs: ['listservers'],
    play: async (scene) => {
      const alice = await tsamClient(scene, 'alice');
      await alice.commands('SERVERS');
      await alice.answers(/A5_\d+/, 'a list of servers');
    },
  }),
  define({
    id: 'keepalive',
    title: 'acknowledges KEEPALIVE',
    from: { readme: 'KEEPALIVE is acknowledged, and resets the timeout.' },
    rows: [9],
    needs: ['listservers'],
    play: async (scene) => {
      const alice = await tsamClient(scene, 'alice');
      await alice.commands('KEEPALIVE');
      await alice.answers(/KEEPALIVE|OK|ACK/i, 'an acknowledgement');
    },
  }),
  define({
    id: 'forwards',
    title: 'keeps a message for another client, who fetches it with GETMSGS',
    from: { readme: 'SENDMSG <recipient> <message> forwards; GETMSGS returns all stored messages.' },
    rows: [10, 11, 16],
    needs: ['greeting'],
    play: async (scene) => {
      const [alice, bob] = [await tsamClient(scene, 'alice'), await tsamClient(scene, 'bob')];
      const to = await idOf(bob, scene);
      await alice.commands(`SENDMSG ${to} hello bob`);
      await alice.hearsNothing().catch(() => undefined);
      await bob.commands('GETMSGS');
      await bob.answers(/hello bob/, 'the message that was sent');
    },
  }),
  define({
    id: 'unknown-recipient',
    title: 'tells the sender that a recipient does not exist',
    from: { readme: 'SENDMSG: forwards if the recipient exists, else an error message.' },
    rows: [11],
    needs: ['listservers'],
    play: async (scene) => {
      const alice = await tsamClient(scene, 'alice');
      await alice.commands('SENDMSG nobodyhere hello');
      await alice.answers(/error|unknown|not (found|exist)|no such/i, 'an error');
    },
  }),
  define({
    id: 'status',
    title: 'answers STATUSREQ with uptime, clients and load',
    from: { readme: 'STATUSREQ: uptime, connected clients, load.' },
    rows: [12],
    needs: ['listservers'],
    play: async (scene) => {
      const alice = await tsamClient(scene, 'alice');
      await alice.commands('STATUSREQ');
      await alice.answers(/(?=[^]*uptime)(?=[^]*client)(?=[^]*load)/i, 'uptime, clients and load');
    },
  }),
  define({
    id: 'off-the-list',
    title: 'takes a client that has left off the list',
    from: { readme: 'On disconnect the client is removed from the active list.' },
    rows: [18],
    needs: ['two-clients'],
    play: async (scene) => {
      const [alice, bob] = [await tsamClient(scene, 'alice'), await listedClient(scene, 'bob')];
      bob.hangsUp();
      await bob.hearsEnd();
      await alice.commands('LISTSERVERS');
      const list = await alice.answers(/SERVERS,/, 'SERVERS,…');
      if (new RegExp(`${entry};${entry}`).test(list))
        scene.fail('the client that has left is still on the list', 'alice');
    },
  }),
  define({
    id: 'joined-frames',
    title: 'takes two commands in one segment',
    from: { readme: 'Commands are framed by SOH and EOT.' },
    rows: [1],
    needs: ['listservers', 'keepalive'],
    play: async (scene) => {
      const alice = await tsamClient(scene, 'alice');
      await alice.says(Uint8Array.of(...framed('LISTSERVERS'), ...framed('KEEPALIVE')));
      await alice.answers(/SERVERS,[^]*(KEEPALIVE|OK|ACK)/i, 'the answers to both commands');
    },
  }),
  define({
    id: 'split-frame',
    title: 'waits for the rest of a command that comes in pieces',
    from: { readme: 'Commands are framed by SOH and EOT.' },
    rows: [1],
    needs: ['listservers'],
    play: async (scene) => {
      const alice = await tsamClient(scene, 'alice');
      await alice.says('\\x01LISTS');
      await alice.hearsNothing();
      await alice.says('ERVERS\\x04');
      await alice.answers(/SERVERS,/, 'SERVERS,…');
    },
  }),
  define({
    id: 'cut-off',
    title: 'goes on when the connection to a client is reset',
    from: { readme: 'On disconnect the client is removed from the active list.' },
    rows: [18],
    needs: ['two-clients'],
    play: async (scene) => {
      const [alice, bob] = [await tsamClient(scene, 'alice'), await tsamClient(scene, 'bob')];
      await bob.isCutOff();
      await alice.commands('LISTSERVERS');
      await alice.answers(/SERVERS,/, 'SERVERS,…');
    },
  }),
  define({
    id: 'binary',
    title: 'goes on when a client sends bytes that are not a command',
    from: { readme: 'Many clients at once.' },
    rows: [1],
    needs: ['listservers'],
    play: async (scene) => {
      const eve = await tsamClient(scene, 'eve');
      await eve.says(Uint8Array.of(0xff, 0x00, 0x04, 0x01, 0x01, 0x04, 0x80));
      const alice = await tsamClient(scene, 'alice');
      await alice.commands('LISTSERVERS');
      await alice.answers(/SERVERS,/, 'SERVERS,…');
    },
  }),
  define({
    id: 'too-long',
    title: 'goes on after a command of more than 5000 bytes',
    from: { readme: 'A command has at most 5000 bytes.' },
    rows: [1],
    needs: ['listservers'],
    play: async (scene) => {
      const eve = await tsamClient(scene, 'eve');
      await eve.commands(`SENDMSG,A5_1,${'x'.repeat(6000)}`);
      const alice = await tsamClient(scene, 'alice');
      await alice.commands('LISTSERVERS');
      await alice.answers(/SERVERS,/, 'SERVERS,…');
    },
  }),
];
