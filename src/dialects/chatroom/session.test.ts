import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ChatroomServer } from '../../../test/chatroom-server.ts';
import { openRules } from '#chat/settings/listener-rules.ts';
import type { Link } from '#link/link.ts';
import { pipe } from '#link/pipe.ts';
import { Recording } from '#link/recording-reader.suite.ts';

import { Channel } from './channel.ts';
import { originalOptions } from './options.ts';
import { sealedPush } from './codec.ts';
import { ListenerState } from './listener-state.ts';
import { ownKeys } from './encryption.ts';
import { ChatroomSession, type Dialogue } from './session.ts';

/** A session on two links, and what their peer hears. */
function open(
  server: Pick<ChatroomServer, 'chat'>,
  dialogue: Dialogue,
  options: Readonly<Record<string, string>> = {},
): { session: ChatroomSession; heard: readonly Recording[]; peer: Link } {
  const shared = new ListenerState(server.chat, { rules: openRules, journal: () => {}, options }, ownKeys);
  const [[main, mainPeer], [push, pushPeer]] = [pipe(), pipe()];
  const heard = [mainPeer, pushPeer].map((peer) => {
    const recording = new Recording();
    peer.read(recording);
    return recording;
  });
  const session = new ChatroomSession(shared, new Channel(main), dialogue);
  session.begin(new Channel(push));
  return { session, heard, peer: mainPeer };
}

test('a bug in its dialogue is logged, and ends only this session', async () => {
  await using server = await ChatroomServer.open();
  const alice = await server.comes('alice');
  const { heard } = open(server, async () => {
    throw new Error('oops');
  });
  for (const each of heard) await each.end();
  await alice.says('hello');
  await alice.hears('[INFO] Message sent to 0 users.');
  assert.equal(server.log.length, 1);
  assert.match(server.log[0] ?? '', /^bug .*oops/);
});

test('it ends with its dialogue', async () => {
  await using server = await ChatroomServer.open();
  const { heard, session } = open(server, async () => {});
  for (const each of heard) assert.equal(await each.end(), 'ended');
  assert.ok(session.seat.closing);
  assert.deepEqual(server.log, []);
});

test('a text goes as its sender has sealed it while it is delivered; later it is sealed anew, with the sender', async () => {
  await using server = await ChatroomServer.open();
  const delivered: (() => void)[] = [];
  const chat = { ...server.chat, afterDelivery: (call: () => void) => void delivered.push(call) };
  const { session } = open({ chat }, () => new Promise(() => {}), originalOptions);
  const push = {
    number: sealedPush,
    seq: 5,
    head: 'private: ',
    speaker: 'alice',
    lines: ['psst'],
    length: 100,
    encoded: { named: undefined, plain: undefined },
  } as const;
  const lengthOf = (): number => {
    const before = session.outbox.queued;
    session.send([push]);
    return session.outbox.queued - before;
  };
  session.shared.said(5);
  session.expect(5, new Uint8Array(5000));
  assert.equal(lengthOf(), 5000);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(lengthOf(), 5000);
  for (const call of delivered) call();
  assert.equal(lengthOf(), 'private: alice: psst'.length);
  session.close();
});

test('a second link that comes after its end is closed', async () => {
  await using server = await ChatroomServer.open();
  const shared = new ListenerState(server.chat, { rules: openRules, journal: () => {} }, ownKeys);
  const [[main], [push, pushPeer]] = [pipe(), pipe()];
  const heard = new Recording();
  pushPeer.read(heard);
  const session = new ChatroomSession(shared, new Channel(main), async () => {});
  session.close();
  session.begin(new Channel(push));
  assert.equal(await heard.end(), 'ended');
});

test('a slowed password check is dropped when the main link has ended', async () => {
  await using server = await ChatroomServer.open();
  await server.comes('alice');
  const codes: string[] = [];
  const begun = Promise.withResolvers<void>();
  const { heard, peer } = open(server, async (session) => {
    await begun.promise;
    for (let n = 0; n < 4; n++) {
      const asked = session.asked((ask) =>
        session.shared.chat.come(session.seat, { name: 'alice', password: 'wrong' }, ask),
      );
      if (n === 3) peer.end();
      const answer = await asked;
      codes.push(answer.kind === 'refusal' ? answer.code : answer.kind);
    }
  });
  begun.resolve();
  for (const each of heard) await each.end();
  assert.deepEqual(codes, ['password-wrong', 'password-wrong', 'password-wrong', 'unavailable']);
});
