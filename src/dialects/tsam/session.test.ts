import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { openRules } from '#chat/settings/listener-rules.ts';
import type { Session } from '#chat/hub/session.ts';

import { anyCodePoint } from '../../../test/any-code-point.ts';
import { decode } from './codec.ts';
import { maxReplies, pause } from './paced-replies.ts';
import { Scene } from './scene.suite.ts';
import { tsam } from './tsam.ts';

/** A user on another dialect, who is only present. */
const bystander: Session = {
  format: { render: () => undefined, joinable: true, pushes: true, takesMail: true, hears: () => false },
  outbox: { queued: 0, scarce: false, delivered: true, drained: () => Promise.resolve() },
  send: () => {},
  answer: () => undefined,
  resume: () => {},
  closed: () => {},
};

test('each reply is a separate write, however many commands come at once', async (t) => {
  const scene = await Scene.open(t);
  const alice = scene.connect();
  alice.sends('KEEPALIVE', 'GETMSG,x', 'KEEPALIVE');
  await alice.hears(1);
  assert.deepEqual(alice.heard, ['KEEPALIVE,0']);
  await scene.clock.pass(pause - 1);
  assert.deepEqual(alice.heard, ['KEEPALIVE,0']);
  await scene.clock.pass(1);
  assert.equal(await alice.hears(2), 'No messages found for group x');
  await scene.clock.pass(pause);
  assert.equal(await alice.hears(3), 'KEEPALIVE,0');
});

test('a client that does not read is not read either, and does not affect others', async (t) => {
  const scene = await Scene.open(t);
  const [alice, bob] = [scene.connect(), scene.connect()];
  alice.sends('KEEPALIVE');
  await alice.hears(1);
  alice.reads = false;
  for (let n = 0; n < 20; n++) alice.sends(...Array.from({ length: maxReplies }, () => 'KEEPALIVE'));
  bob.sends('KEEPALIVE');
  await bob.hears(1);
  await scene.clock.pass(100 * pause);
  assert.ok(alice.link.queued > 0, 'input that is not taken stays in the link');
  bob.sends('KEEPALIVE');
  assert.equal(await bob.hears(2), 'KEEPALIVE,0');
  alice.reads = true;
  for (let count = 1; count <= 20 * maxReplies + 1; count++) {
    await alice.hears(count);
    await scene.clock.pass(pause);
  }
  assert.ok(alice.heard.every((reply) => reply === 'KEEPALIVE,0'));
});

test('the id of the server’s own group is not given to a client; all listeners of a chat share the numbering', async (t) => {
  const scene = await Scene.open(t, { options: { group: '2' } });
  const ids: string[] = [];
  for (const peer of [scene.connect(), scene.connect()]) {
    peer.sends('HELO,x');
    ids.push((await peer.hears(1)).slice(0, 12));
  }
  assert.deepEqual(ids, ['SERVERS,A5_1', 'SERVERS,A5_3']);
  const other = tsam.listen(scene.chat, { rules: openRules, journal: () => {}, options: { group: '4' } });
  const carol = scene.connect(other);
  carol.sends('HELO hi');
  assert.match(await carol.hears(1), /^Hello hi: you are A5_5 at .*; this is A5_4, /);
});

test('a long list is cut after an entry, and each write is short enough for the original', async (t) => {
  const scene = await Scene.open(t);
  const peers = Array.from({ length: 120 }, () => scene.connect());
  const [alice, bob] = [peers[0], peers.at(-1)];
  assert.ok(alice && bob);
  bob.sends('KEEPALIVE');
  await bob.hears(1);
  for (const command of ['LISTSERVERS', 'HELO,x', 'STATUSREQ']) {
    const writes: string[] = [];
    const before = alice.heard.length;
    alice.sends(command);
    do {
      writes.push(await alice.hears(before + writes.length + 1));
      await scene.clock.pass(pause);
    } while (writes.at(-1)?.endsWith(';'));
    assert.ok(writes.length > 1 && writes.every(({ length }) => length <= 1024));
    assert.equal(writes.join('').match(/A5_\d+,\[pipe\],0/g)?.length, 120);
  }
});

test('with replies=framed, each reply is a frame', async (t) => {
  const scene = await Scene.open(t, { options: { replies: 'framed' } });
  const alice = scene.connect();
  alice.sends('KEEPALIVE', 'SENDMSG,A5_1,a\x04b');
  assert.equal(await alice.hears(1), '\x01KEEPALIVE,0\x04');
  alice.sends('GETMSGS', 'LEAVE');
  await scene.clock.pass(pause);
  assert.equal(await alice.hears(2), '\x01From self: a␄b\x04');
});

test('an id that is in use is skipped', async (t) => {
  const scene = await Scene.open(t);
  const other = scene.chat.open(bystander);
  scene.chat.come(other, { name: 'A5_1', group: true }, 'come');
  const alice = scene.connect();
  alice.sends('LISTSERVERS');
  assert.equal(await alice.hears(1), 'SERVERS,A5_2,[pipe],0');
  alice.sends('SENDMSG,A5_2,hi', 'GETMSG');
  await scene.clock.pass(pause);
  assert.equal(await alice.hears(2), 'From self: hi');
});

test('invalid options are refused with a sentence', () => {
  const listen = (options: Readonly<Record<string, string>>) => () =>
    tsam.listen({} as Parameters<typeof tsam.listen>[0], { rules: openRules, journal: () => {}, options });
  for (const [key, value] of [
    ['group', '0'],
    ['group', 'x'],
    ['patience', '-1'],
    ['delay', ''],
    ['outbox', '1e3'],
  ] as const) {
    assert.throws(
      listen({ [key]: value }),
      new RegExp(`^OptionError: ${key} is a number from \\d+ to \\d+, not "${value}"\\.$`),
    );
  }
  assert.throws(listen({ replies: 'yes' }), /^OptionError: replies is raw or framed, not "yes"\.$/);
});

test('the idle timeout is an option; 0 means never', async (t) => {
  const scene = await Scene.open(t, { options: { patience: '10' } });
  const alice = scene.connect();
  alice.sends('KEEPALIVE');
  await alice.hears(1);
  await scene.clock.pass(10_000);
  assert.equal(await alice.hears(2), 'Error: No command received for 10 seconds. Goodbye.');
  await alice.until(() => alice.closed);
  const endless = await Scene.open(t, { options: { patience: '0' } });
  const bob = endless.connect();
  bob.sends('KEEPALIVE');
  await bob.hears(1);
  await endless.clock.pass(3_600_000);
  bob.sends('KEEPALIVE');
  assert.equal(await bob.hears(2), 'KEEPALIVE,0');
});

test('a clock that is put ahead or back ends no client, and changes no duration', async (t) => {
  const scene = await Scene.open(t, { options: { patience: '10' } });
  const alice = scene.connect();
  for (const [nth, year] of [2100, 1990].entries()) {
    scene.clock.set(Date.UTC(year, 0, 1));
    await scene.clock.pass(6000);
    alice.sends('STATUSREQ');
    await scene.clock.pass(pause);
    const uptime = nth === 0 ? 6 : 12;
    assert.match(await alice.hears(nth + 1), new RegExp(`uptime=${uptime},.*;A5_1,\\[pipe\\],0,${uptime}$`));
  }
  await scene.clock.pass(9000);
  assert.equal(alice.closed, false);
  await scene.clock.pass(1000);
  assert.equal(await alice.hears(3), 'Error: No command received for 10 seconds. Goodbye.');
});

test('where only accounts may come, it says so, and lets one in', async (t) => {
  const scene = await Scene.open(t, { rules: { ...openRules, guests: false } });
  const alice = scene.connect();
  const replies: string[] = [];
  for (const command of [
    'SENDMSG,A5_43,hi',
    'SENDMSG,A5_1,hi',
    'SENDMSG,#lobby,hi',
    'LOGIN,alice',
    'GETMSG,A5_43',
    'GETMSG',
    'HELO,x',
  ]) {
    alice.sends(command);
    replies.push(await alice.hears(replies.length + 1));
    await scene.clock.pass(pause);
  }
  assert.deepEqual(replies, [
    'Error: Guests are not allowed here. Log in with LOGIN,<name>,<password>, or with an invitation LOGIN,<name>,<password> <code>.',
    'Error: You are not in the chat.',
    'Error: You are not in the chat.',
    'Error: Guests are not allowed here. Log in with LOGIN,<name>,<password>, or with an invitation LOGIN,<name>,<password> <code>.',
    'Error: Guests are not allowed here. Log in with LOGIN,<name>,<password>, or with an invitation LOGIN,<name>,<password> <code>.',
    'No messages found for group A5_1',
    'SERVERS,A5_1,[pipe],0',
  ]);
});

test('mail for an account counts as delivered when it was written, not before', async (t) => {
  const scene = await Scene.open(t);
  const [alice, bob] = [scene.connect(), scene.connect()];
  alice.sends('LOGIN,alice');
  await alice.hears(1);
  alice.sends('REGISTER,s3cret');
  await scene.clock.pass(pause);
  await alice.hears(2);
  await scene.clock.pass(pause);
  bob.sends('SENDMSG,alice,hello', 'KEEPALIVE');
  await bob.hears(1);
  alice.reads = false;
  // The first reply is with the peer, which does not take it; the second one is not written.
  alice.sends('KEEPALIVE', 'GETMSGS');
  await scene.clock.pass(2 * pause);
  alice.link.abort();
  const again = scene.connect();
  again.sends('LOGIN,alice,s3cret', 'GETMSGS');
  await again.hears(1);
  await scene.clock.pass(pause);
  assert.equal(await again.hears(2), 'From A5_2: hello');
});

test('a follower of the journal is told of commands and answers, without secrets', async (t) => {
  const scene = await Scene.open(t, { followed: true });
  const alice = scene.connect();
  alice.sends('LOGIN,alice');
  await alice.hears(1);
  alice.sends('REGISTER,s3cret');
  await scene.clock.pass(pause);
  await alice.hears(2);
  alice.link.write(Buffer.from('LEAVE\n'));
  await alice.until(() => alice.closed);
  const told = scene.journal.map((happening) => {
    if (happening.kind === 'commanded' || happening.kind === 'answered') return decode(happening.bytes);
    return happening.kind === 'came' || happening.kind === 'left' ? `${happening.kind} ${happening.user?.name}` : '';
  });
  assert.deepEqual(told, [
    'came A5_1',
    '\x01LOGIN,alice\x04',
    'came alice',
    'You are alice now.',
    '\x01REGISTER,******\x04',
    'Your name is registered. To log in again: LOGIN,<name>,<password>.',
    'LEAVE',
    'left alice',
  ]);
  const unfollowed = await Scene.open(t);
  const bob = unfollowed.connect();
  bob.sends('KEEPALIVE');
  await bob.hears(1);
  assert.deepEqual(
    unfollowed.journal.map(({ kind }) => kind),
    ['came'],
  );
});

test('whatever comes in, the server goes on', async (t) => {
  const scene = await Scene.open(t, { options: { patience: '0' } });
  const words = fc.constantFrom(
    'HELO',
    'SENDMSG',
    'GETMSGS',
    'GETMSG',
    'LOGIN',
    'KEEPALIVE',
    'STATUSREQ',
    'SERVERS',
    'A5_1',
    'A5_43',
    '#lobby',
    '',
    'x',
  );
  const signs = fc.constantFrom('\x01', '\x04', '\x10', '\n', ',', ' ', '\x00', '\xff');
  const noise = fc.array(fc.oneof(words, signs, fc.string({ unit: anyCodePoint, maxLength: 4 })), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(noise, async (pieces) => {
      const peer = scene.connect();
      peer.link.write(Buffer.from(`${pieces.join('')}\x04`));
      peer.link.write(Buffer.from('\x01GETMSG,the-end\x04'));
      for (let at = 0; !peer.heard.includes('No messages found for group the-end'); at++) {
        await peer.hears(at + 1);
        await scene.clock.pass(pause);
      }
      peer.link.end();
      await peer.until(() => peer.closed);
    }),
    { numRuns: 60 },
  );
  assert.equal(scene.chat.sessions, 0);
});
