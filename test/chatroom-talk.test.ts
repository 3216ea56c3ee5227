import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { openRules } from '#chat/settings/listener-rules.ts';
import { chatroom } from '#dialects/chatroom/chatroom.ts';
import { generateKeys, recvStream, seal, sendStream, Socket } from '#dialects/chatroom/originals.suite.ts';
import { ChatroomServer, ways } from './chatroom-server.ts';

const open = '*** Incoming Public Message ***: ';
const sealed = '*** Incoming Private Message ***: ';
/** The header before an encrypted text. */
const from = (name: string): string => `*** Incoming Private Message from ${name} ***`;

for (const way of ways) {
  describe(`original clients on our server, ${way}`, () => {
    test('register, come back, and are told apart', async () => {
      await using server = await ChatroomServer.open({ way });
      const alice = await server.original();
      assert.equal(await alice.names('alice'), 1);
      await alice.registers('s3cret');
      await alice.says('hello');
      await alice.hears('[INFO] Message sent to 0 users.');
      await alice.leaves();
      await alice.dead;
      const again = await server.original();
      assert.equal(await again.names('alice'), 0);
      assert.equal(await again.enters('wrong'), false);
      assert.equal(await again.enters('s3cret'), true);
      await again.says('back');
      await again.hears('[INFO] Message sent to 0 users.');
      const came = server.happenings.flatMap((each) => (each.kind === 'came' ? [each.isNew] : []));
      assert.deepEqual(came, [true, false]);
      assert.deepEqual(server.log, []);
    });

    test('talk: BM, PM, CH, EX', async () => {
      await using server = await ChatroomServer.open({ way });
      const [alice, bob] = [await server.comes('alice'), await server.comes('bob', 'b0b', generateKeys())];
      await alice.says('hello all');
      await alice.hears('[INFO] Message sent to 1 user.');
      await bob.hears(`${open}alice: hello all`);
      await bob.tells('alice', 'psst');
      await bob.hears('[INFO] Message sent to alice.');
      await alice.hears(from('bob'), `${sealed}psst`);
      await alice.tells('bob', 'yes?');
      await bob.hears(from('alice'), `${sealed}yes?`);
      const stamp = '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6}';
      assert.match(
        (await bob.history()) ?? '',
        new RegExp(
          `^${stamp}\tBM\tsentby:alice recvby:\\*\thello all\n${stamp}\tPM\tsentby:bob recvby:alice\tpsst\n` +
            `${stamp}\tPM\tsentby:alice recvby:bob\tyes\\?\n$`,
        ),
      );
      await bob.leaves();
      await bob.dead;
      await alice.says('alone');
      await alice.hears('[INFO] Message sent to 0 users.');
      assert.deepEqual(server.log, []);
    });

    test('survive many that speak at once', async () => {
      await using server = await ChatroomServer.open({ way });
      const alice = await server.comes('alice');
      const carol = await server.onNick('carol');
      const words = Array.from({ length: 30 }, (_, n) => `word ${n}`);
      for (const word of words) carol.say(word);
      const all = words.map((word) => `${open}carol: ${word}`).join('\n');
      await alice.hearsAll(all);
      assert.equal(alice.death, undefined);
      assert.ok(alice.heard.length < words.length, 'what gathered was joined');
    });
  });
}

describe('sealed words', () => {
  test('go unchanged to the very session they were sealed for, and sealed anew to all others', async () => {
    await using server = await ChatroomServer.open();
    const alice = await server.comes('alice');
    const [phone, desk] = [generateKeys(), generateKeys()];
    const first = await server.comes('bob', 'b0b', phone);
    const second = await server.comes('bob', 'b0b', desk);
    let blob = '';
    await sendStream(alice.main, 'PM');
    // The server cannot decrypt it, so its content is not checked.
    await recvStream(alice.main);
    await sendStream(alice.main, 'bob');
    const key = await recvStream(alice.main);
    assert.deepEqual(key, desk.shown, 'the session that came last');
    const ours = seal(`${sealed}psst, sealed by alice`, key);
    blob = ours.toString();
    await sendStream(alice.main, ours);
    await sendStream(alice.main, seal('psst', await serverKey(server)));
    await second.hears(from('alice'), `${sealed}psst, sealed by alice`);
    // The server has encrypted this one, so it contains the name.
    await first.hears(`${sealed}alice: psst`);
    assert.deepEqual(second.blobs, [blob]);
    assert.equal(first.blobs.length, 1);
    assert.notEqual(first.blobs[0], blob);
  });

  test('from and to other dialects are sealed by the server, and opened by it', async () => {
    await using server = await ChatroomServer.open();
    const alice = await server.comes('alice');
    const carol = await server.onNick('carol');
    carol.say('/msg alice psst');
    await alice.hears(`${sealed}carol: psst`);
    assert.equal(alice.blobs.length, 1);
    await alice.tells('carol', 'what?');
    await carol.hears('alice (to you): what?');
    await alice.hears('[INFO] Message sent to carol.');
  });

  test('to somebody who has gone meanwhile are taken, and not kept for nobody', async () => {
    await using server = await ChatroomServer.open();
    const [alice, carol] = [await server.comes('alice'), await server.onNick('carol')];
    const gone = async (): Promise<string> => {
      carol.link.end();
      await carol.until(() => carol.end !== undefined);
      return 'carol';
    };
    await alice.tells(gone, 'are you there?');
    await alice.hears('[INFO] carol does not exist or is offline.');
    assert.equal(await alice.history(), undefined);
  });

  test('wait for an account that is away, and say when they are from', async () => {
    await using server = await ChatroomServer.open();
    const [alice, bob] = [await server.comes('alice'), await server.comes('bob')];
    const gone = async (): Promise<string> => {
      await bob.leaves();
      await bob.dead;
      return 'bob';
    };
    await alice.tells(gone, 'one');
    await alice.hears('[INFO] bob is offline, message kept.');
    const carol = await server.onNick('carol');
    carol.say('/msg bob two');
    await carol.hears('bob is offline. Your message is kept for them.');
    const again = await server.comes('bob');
    const two =
      /^\*\*\* Incoming Private Message \*\*\*: alice \([\d :-]{16}\): one\n\*\*\* Incoming Private Message \*\*\*: carol \([\d :-]{16}\): two$/;
    await again.says('thanks');
    await again.hears('[INFO] Message sent to 2 users.');
    assert.match(again.heard[0] ?? '', two);
    await again.leaves();
    await again.dead;
    const third = await server.comes('bob');
    await third.says('once is enough');
    await third.hears('[INFO] Message sent to 2 users.');
    assert.equal(third.heard.length, 1);
  });

  test('of another session of the same user are shown', async () => {
    await using server = await ChatroomServer.open();
    const [alice, bob] = [await server.comes('alice'), await server.comes('bob')];
    const phone = await server.comes('alice');
    await phone.tells('bob', 'psst');
    await bob.hears(from('alice'), `${sealed}psst`);
    await alice.hears(`${sealed}alice (to bob): psst`);
  });
});

describe('who said it', () => {
  test('is told with every line, and no text can pretend it', async () => {
    await using server = await ChatroomServer.open();
    const [alice, mallory] = [await server.comes('alice'), await server.comes('mallory')];
    const bob = await server.onNick('bob');
    bob.say('I quit');
    await alice.hears(`${open}bob: I quit`);
    const forged = [
      'bob: I quit',
      from('bob'),
      `${sealed}bob: I quit`,
      '[INFO] The server stops.',
      `${open}bob: I quit`,
    ];
    await mallory.says(forged.join('\n'));
    await alice.hears(forged.map((line) => `${open}mallory: ${line}`).join('\n'));
    // A private message to a chatroom client is announced, so its text cannot pass for another message.
    await mallory.tells('alice', 'bob: I quit');
    await alice.hears(from('mallory'), `${sealed}bob: I quit`);
    bob.say('/msg alice I quit');
    await alice.hears(`${sealed}bob: I quit`, `${sealed}bob: I quit`);
    assert.equal(alice.heard.filter((text) => text === from('mallory')).length, 1);
  });

  test('is not told by a listener that does as the original', async () => {
    await using server = await ChatroomServer.open({ options: { speakers: 'original' } });
    const alice = await server.comes('alice');
    const [first, second] = [await server.comes('bob', 'b0b'), await server.comes('bob', 'b0b')];
    await alice.says('hello all');
    for (const bob of [first, second]) await bob.hears(`${open}hello all`);
    await alice.tells('bob', 'psst');
    for (const bob of [first, second]) await bob.hears(`${open}hello all`, `${sealed}psst`);
    const carol = await server.onNick('carol');
    carol.say('hi');
    await alice.hears(`${open}carol: hi`);
  });

  test('other values of the option are refused', () => {
    const listener = { rules: openRules, journal: () => {}, options: { speakers: 'both' } };
    assert.throws(
      () => chatroom.listen({} as Parameters<typeof chatroom.listen>[0], listener),
      /^OptionError: speakers is named or original, not "both"\.$/,
    );
  });
});

/** The server's public key, from a new connection. */
async function serverKey(server: ChatroomServer): Promise<Buffer> {
  const [main] = [await server.connect(), await server.connect()];
  return recvStream(new Socket(main));
}
