import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { ack, blockBytes, encode, header } from '#dialects/chatroom/codec.ts';
import { recvNumber, recvStream, sendStream, Socket } from '#dialects/chatroom/originals.suite.ts';
import type { Link } from '#link/link.ts';
import { Recording } from '#link/recording.ts';
import { ChatroomServer } from './chatroom-server.ts';

/** Two links, of which the push link acknowledges nothing. */
async function deaf(server: ChatroomServer): Promise<{ main: Socket; push: Recording; pushLink: Link }> {
  const main = new Socket(await server.connect());
  const pushLink = await server.connect();
  const push = new Recording();
  pushLink.read(push);
  return { main, push, pushLink };
}

describe('a client that', () => {
  test('acknowledges nothing falls behind, and costs the others nothing', async () => {
    await using server = await ChatroomServer.open();
    const [alice, mallory] = [await server.comes('alice'), await deaf(server)];
    await enter(mallory.main, 'mallory', alice.keys.shown);
    const carol = await server.onNick('carol');
    const text = 'x'.repeat(2000);
    let said = 0;
    while (said * text.length < 2 * 1_048_576) {
      carol.say(...Array<string>(24).fill(text));
      said += 24;
      await alice.hearsMany(said);
    }
    assert.deepEqual(mallory.push.ends, []);
    assert.equal(alice.death, undefined);
    assert.ok(mallory.push.bytes.length < 5000);
  });

  test('announces much and sends little is not believed', async () => {
    await using server = await ChatroomServer.open();
    const { main } = await deaf(server);
    await recvStream(main);
    const before = process.memoryUsage().arrayBuffers;
    main.sendall(Buffer.from(header(1024 * 1024)));
    assert.equal(await recvNumber(main), 1);
    main.sendall(Buffer.alloc(100));
    assert.ok(process.memoryUsage().arrayBuffers - before < 256 * 1024);
  });

  test('writes whatever it likes breaks nothing', async () => {
    await using server = await ChatroomServer.open();
    const alice = await server.comes('alice');
    const pieces = fc.array(
      fc.oneof(
        fc.uint8Array({ maxLength: 1500 }),
        fc.integer({ min: -2, max: 2000 }).map((length) => header(length)),
        fc.constantFrom('BM', 'PM', 'CH', 'EX', 'bob', 'alice').map(encode),
        fc.constant(ack(1)),
        fc.constant(new Uint8Array(blockBytes).fill(0x20)),
      ),
      { maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(pieces, pieces, async (onMain, onPush) => {
        const [main, push] = [await server.connect(), await server.connect()];
        const [heard, pushed] = [new Recording(), new Recording()];
        main.read(heard);
        push.read(pushed);
        for (const piece of onMain) main.write(piece);
        for (const piece of onPush) push.write(piece);
        main.end();
        push.end();
        await Promise.all([heard.end(), pushed.end()]);
      }),
      { numRuns: 40 },
    );
    await alice.says('still here');
    await alice.hears('[INFO] Message sent to 0 users.');
    assert.deepEqual(server.log, []);
  });
});

test('where accounts are not made, no password fits', async () => {
  await using server = await ChatroomServer.open({ rules: { registration: 'closed' } });
  const alice = await server.original();
  assert.equal(await alice.names('alice'), 0);
  await alice.hears('[INFO] Accounts are made by whoever runs this server. No password fits.');
  for (let wrong = 0; wrong < 5; wrong++) assert.equal(await alice.enters('s3cret'), false);
  assert.equal((await alice.main.recv(1)).length, 0);
  await alice.dead;
});

test('an account that is here already may be refused, with the reason', async () => {
  await using server = await ChatroomServer.open({ rules: { sameAccount: 'refuse' } });
  await server.comes('alice');
  const again = await server.original();
  assert.equal(await again.names('alice'), 0);
  assert.equal(await again.enters('alice-s3cret'), false);
  await again.hears('[INFO] alice is logged in already from another location.');
});

test('or take the place of the earlier one, which is told', async () => {
  await using server = await ChatroomServer.open({ rules: { sameAccount: 'replace' } });
  const first = await server.comes('alice');
  const second = await server.comes('alice');
  await first.dead;
  assert.deepEqual(first.heard, ['[INFO] You came in from another place.']);
  await second.says('hello');
  await second.hears('[INFO] Message sent to 0 users.');
});

test('a name that was free is an account before anything is said under it', async () => {
  await using server = await ChatroomServer.open();
  const alice = await server.original();
  await alice.comes('alice', 's3cret');
  await alice.says('hello');
  await alice.hears('[INFO] Message sent to 0 users.');
  assert.equal(server.chat.accountNamed('alice')?.name, 'alice');
});

test('a password that cannot be one makes a guest, who is told', async () => {
  await using server = await ChatroomServer.open();
  const alice = await server.original();
  await alice.comes('alice', 'two words');
  await alice.hears(
    '[INFO] A password is one word of at most 128 characters. You have no account; come in again to get one.',
  );
  assert.equal(server.chat.accountNamed('alice'), undefined);
});

async function enter(main: Socket, name: string, key: Buffer): Promise<void> {
  await recvStream(main);
  await sendStream(main, name);
  assert.equal(await recvNumber(main), 1);
  await sendStream(main, 'no password');
  await sendStream(main, key);
  await sendStream(main, 'CH');
  assert.equal(await recvNumber(main), -1);
}
