import assert from 'node:assert/strict';
import { createPublicKey } from 'node:crypto';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { ack, blockBytes, encode, header } from '#dialects/chatroom/codec.ts';
import type { OriginalClient } from '#dialects/chatroom/original-client.suite.ts';
import { recvNumber, recvStream, seal, sendStream, Socket } from '#dialects/chatroom/originals.suite.ts';
import type { Link } from '#link/link.ts';
import { Recording } from '#link/recording-reader.suite.ts';
import { ChatroomServer } from './chatroom-server.ts';

/** A client with two links, of which the push link acknowledges nothing. */
async function deaf(server: ChatroomServer): Promise<{ main: Socket; push: Recording; pushLink: Link }> {
  const main = new Socket(await server.connect());
  const pushLink = await server.connect();
  const push = new Recording();
  pushLink.read(push);
  return { main, push, pushLink };
}

describe('a client that', () => {
  test('acknowledges nothing falls behind, and does not affect others', async () => {
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

  test('sends more than a step can need is answered as before, and costs no memory', async () => {
    await using server = await ChatroomServer.open();
    const alice = await server.comes('alice');
    const junk = 'x'.repeat(1024 * 1024);
    const named = await server.original();
    assert.equal(await named.names(junk), 0);
    await sendStream(alice.main, junk);
    await alice.says(junk);
    await alice.hears('[INFO] Too long: a message has at most 16384 bytes.');
    const bob = await server.comes('bob');
    await tellsSealed(alice, 'bob', junk, Buffer.from(junk));
    await alice.hears('[INFO] Too long: a message has at most 16384 bytes.');
    await alice.says('still here');
    await bob.hears('*** Incoming Public Message ***: alice: still here');
    assert.deepEqual(server.log, []);
  });

  test('sends junk in place of encrypted text does not disturb others', async () => {
    await using server = await ChatroomServer.open();
    const alice = await server.comes('alice');
    const bob = await server.comes('bob');
    const key = await serverKey(server);
    const junk = ['y'.repeat(1_040_000), '', 'a;b', seal('for the server', key).toString().slice(0, -8), '\u001b[2J'];
    for (const [nth, each] of junk.entries()) {
      await tellsSealed(alice, 'bob', each, seal(`word ${nth}`, key));
      await bob.hears(`*** Incoming Private Message ***: alice: word ${nth}`);
    }
    assert.ok(bob.blobs.every((blob) => blob.length < 2000));
    assert.equal(bob.death, undefined);
    assert.deepEqual(server.log, []);
  });

  test('sends an unusable key is closed with a sentence, not as a bug', async () => {
    await using server = await ChatroomServer.open();
    const alice = await server.comes('alice');
    const even = Buffer.alloc(256, 0);
    even[0] = 0x80;
    for (const [name, n, e] of [
      ['even', even, Buffer.of(1, 0, 1)],
      ['slow', Buffer.alloc(512, 0xff), Buffer.alloc(500, 0xff)],
    ] as const) {
      const { privateKey } = alice.keys;
      const jwk = { kty: 'RSA', n: n.toString('base64url'), e: e.toString('base64url') };
      const pem = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
      const mallory = await server.original({ privateKey, shown: Buffer.from(Buffer.from(pem).toString('base64')) });
      await mallory.comes(name, 'secret');
      await mallory.dead;
      assert.deepEqual(mallory.heard, ['[INFO] That is not a valid public key.']);
    }
    await alice.says('still here');
    await alice.hears('[INFO] Message sent to 0 users.');
    assert.deepEqual(server.log, []);
  });

  test('writes random bytes breaks nothing', async () => {
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

test('where registration is closed, no password is accepted', async () => {
  await using server = await ChatroomServer.open({ rules: { registration: 'closed' } });
  const alice = await server.original();
  assert.equal(await alice.names('alice'), 0);
  await alice.hears('[INFO] Only the operator of this server can create accounts. No password will be accepted.');
  for (let wrong = 0; wrong < 5; wrong++) assert.equal(await alice.enters('s3cret'), false);
  assert.equal((await alice.main.recv(1)).length, 0);
  await alice.dead;
});

test('where an invitation is required, its code is typed after the password of a new name', async () => {
  await using server = await ChatroomServer.open({ rules: { registration: 'invite' } });
  const code = await server.invitation();
  const alice = await server.original();
  await alice.comes('alice', 's3cret');
  await alice.hears('[INFO] An invitation code is needed to create an account here.');
  const bob = await server.original();
  await bob.comes('bob', `s3cret ${code}`);
  const again = await server.original();
  assert.equal(await again.names('bob'), 0);
  assert.equal(await again.enters('s3cret'), true);
});

test('a second login of an account may be refused, with the reason', async () => {
  await using server = await ChatroomServer.open({ rules: { sameAccount: 'refuse' } });
  await server.comes('alice');
  const again = await server.original();
  assert.equal(await again.names('alice'), 0);
  assert.equal(await again.enters('alice-s3cret'), false);
  await again.hears('[INFO] alice is already logged in from another location.');
});

test('a login may replace the earlier one, which is told so', async () => {
  await using server = await ChatroomServer.open({ rules: { sameAccount: 'replace' } });
  const first = await server.comes('alice');
  const second = await server.comes('alice');
  await first.dead;
  assert.deepEqual(first.heard, ['[INFO] You signed in elsewhere; this connection is closing.']);
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

test('an invalid password makes a guest, with a notice', async () => {
  await using server = await ChatroomServer.open();
  const alice = await server.original();
  await alice.comes('alice', 'two words');
  await alice.hears(
    '[INFO] A password is one word of at most 128 characters. No account was created. Log in again to retry.',
  );
  assert.equal(server.chat.accountNamed('alice'), undefined);
});

/** A private message with the two given parts. */
async function tellsSealed(from: OriginalClient, to: string, theirs: string, ours: Buffer): Promise<void> {
  await sendStream(from.main, 'PM');
  await recvStream(from.main);
  await sendStream(from.main, to);
  await recvStream(from.main);
  await sendStream(from.main, theirs);
  await sendStream(from.main, ours);
}

async function serverKey(server: ChatroomServer): Promise<Buffer> {
  const [main] = [new Socket(await server.connect()), await server.connect()];
  const key = await recvStream(main);
  main.close();
  return key;
}

async function enter(main: Socket, name: string, key: Buffer): Promise<void> {
  await recvStream(main);
  await sendStream(main, name);
  assert.equal(await recvNumber(main), 1);
  await sendStream(main, 'no password');
  await sendStream(main, key);
  await sendStream(main, 'CH');
  assert.equal(await recvNumber(main), -1);
}
