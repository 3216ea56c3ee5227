import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ChatroomServer } from './chatroom-server.ts';
import { asks, gather, hears, onDirect, onPdu, onTsam, parrots, passwordOf, register, sends } from './mixed-company.ts';
import { patiently } from './patiently.ts';

/** Chatroom with the other dialects. Its encrypted bytes differ each time, so transcripts cannot be used. */

const open = '*** Incoming Public Message ***: ';
const sealed = '*** Incoming Private Message ***: ';
const minute = '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d';

describe('what is said in #lobby', () => {
  test('on chatroom is heard on all others but pdu', async () => {
    await using server = await ChatroomServer.open();
    const { alice, nora, dirk, tim, pia } = await gather(server);
    const bob = await server.comes('bob');
    await alice.says('from chatroom');
    await hears(bob, `${open}alice: from chatroom`);
    await nora.hears('alice: from chatroom');
    await dirk.hears('[alice #lobby] from chatroom\n');
    await asks(tim, 'GETMSGS,#lobby', 'From alice: from chatroom');
    // All users who are online are counted, even if they do not receive it.
    await hears(alice, '[INFO] Message sent to 5 users.');
    await parrots(pia, 'heard nothing');
  });

  test('on each of the others is heard on chatroom, with the name', async () => {
    await using server = await ChatroomServer.open();
    const { alice, nora, dirk, tim, pia } = await gather(server);
    nora.say('from nick');
    await hears(alice, `${open}nora: from nick`);
    dirk.says('#lobby: from direct\n');
    await hears(alice, `${open}dirk: from direct`);
    sends(tim, 'SENDMSG,#lobby,from tsam');
    await hears(alice, `${open}tim: from tsam`);
    await parrots(pia, 'from pdu');
    await hears(alice, `${open}pia: from pdu`);
  });
});

describe('what is said in private', () => {
  test('on chatroom is heard on each of the others, by nobody else', async () => {
    await using server = await ChatroomServer.open();
    const { alice, nora, dirk, tim, pia } = await gather(server);
    const bob = await server.comes('bob');
    let online: readonly string[] = [];
    await alice.tells((names) => {
      online = names;
      return 'nora';
    }, 'to nick');
    assert.deepEqual(online, ['bob', 'dirk', 'nora', 'pia', 'tim']);
    await hears(alice, '[INFO] Message sent to nora.');
    await nora.hears('alice (to you): to nick');
    await alice.tells('dirk', 'to direct');
    await hears(alice, '[INFO] Message sent to dirk.');
    await dirk.hears('[alice] to direct\n');
    await alice.tells('tim', 'to tsam');
    await hears(alice, '[INFO] Message sent to tim.');
    await asks(tim, 'GETMSGS', 'From alice: to tsam');
    await alice.tells('bob', 'to chatroom');
    await hears(alice, '[INFO] Message sent to bob.');
    await hears(bob, `${sealed}to chatroom`);
    assert.deepEqual(bob.heard, ['*** Incoming Private Message from alice ***', `${sealed}to chatroom`]);
    await alice.tells('pia', 'to pdu');
    await hears(alice, '[INFO] Message sent to pia.');
    await parrots(pia, 'heard nothing');
    await nora.hears('pia: heard nothing');
    await dirk.hears('[pia #lobby] heard nothing\n');
    assert.deepEqual([nora.rest(), dirk.rest, tim.rest, pia.rest], [[], '', '', '']);
    const phone = await server.comes('pia');
    await phone.says('thanks');
    await hears(phone, '[INFO] Message sent to 5 users.');
    assert.match(phone.heard[0] ?? '', new RegExp(`^${escaped(sealed)}alice \\(${minute}\\): to pdu$`));
  });

  test('on each of the others is heard on chatroom, by nobody else', async () => {
    await using server = await ChatroomServer.open();
    const { alice, nora, dirk, tim, pia } = await gather(server);
    const bob = await server.comes('bob');
    nora.say('/msg alice from nick');
    await hears(alice, `${sealed}nora: from nick`);
    dirk.says('alice: from direct\n');
    await hears(alice, `${sealed}dirk: from direct`);
    sends(tim, 'SENDMSG,alice,from tsam');
    await hears(alice, `${sealed}tim: from tsam`);
    assert.equal(alice.blobs.length, 3);
    // pdu cannot send to a single user: every message goes to all.
    await parrots(pia, '/msg alice from pdu');
    await hears(alice, `${open}pia: /msg alice from pdu`);
    await hears(bob, `${open}pia: /msg alice from pdu`);
    await nora.hears('pia: /msg alice from pdu');
    assert.deepEqual([nora.rest(), bob.heard.length], [[], 1]);
  });
});

describe('mail', () => {
  test('left on chatroom is read on each of the others', async () => {
    await using server = await ChatroomServer.open();
    for (const name of ['ann', 'bea', 'cal']) await register(server, name);
    const alice = await server.comes('alice');
    for (const name of ['ann', 'bea', 'cal']) {
      await alice.tells(() => name, 'from chatroom');
      await hears(alice, `[INFO] ${name} is offline, message kept.`);
    }
    const ann = await server.onNick(`ann ${passwordOf('ann')}`);
    assert.match(await ann.next(), new RegExp(`^alice \\(to you, ${minute}\\): from chatroom$`));
    const bea = await onDirect(server, 'bea', passwordOf('bea'));
    await bea.hearsLike(new RegExp(`\\[alice ${minute}\\] from chatroom\n`));
    const cal = await onTsam(server, 'cal', passwordOf('cal'));
    await asks(cal, 'GETMSGS', 'From alice: from chatroom');
  });

  test('left on each of the others is read on chatroom', async () => {
    await using server = await ChatroomServer.open();
    await register(server, 'dora');
    const { alice, nora, dirk, tim } = await gather(server);
    await alice.tells(() => 'dora', 'from chatroom');
    await hears(alice, '[INFO] dora is offline, message kept.');
    nora.say('/msg dora from nick');
    await nora.hears('dora is offline. Your message is kept for them.');
    dirk.says('dora: from direct\n');
    await dirk.hears('User dora is offline. Message kept.\n');
    sends(tim, 'SENDMSG,dora,from tsam');
    await asks(tim, 'KEEPALIVE', 'KEEPALIVE,0');
    const dora = await server.comes('dora');
    await patiently(dora.hearsMany(4), () => `four lines; heard: ${dora.heard.join()}`);
    const lines = ['alice', 'nora', 'dirk', 'tim'].map(
      (name, at) => `${escaped(sealed)}${name} \\(${minute}\\): from ${['chatroom', 'nick', 'direct', 'tsam'][at]}`,
    );
    assert.match(dora.heard.join('\n'), new RegExp(`^${lines.join('\n')}$`));
  });
});

test('what the history on chatroom shows is read on all others', async () => {
  await using server = await ChatroomServer.open();
  await register(server, 'dora');
  const nora = await server.onNick('nora');
  for (const words of ['one', 'two']) nora.say(words);
  nora.say('/unread');
  await nora.hears('There is nothing unread.');
  const dora = await server.comes('dora');
  const other = await server.onNick(`dora ${passwordOf('dora')}`);
  other.say('/unread');
  await other.hears('#lobby, 2 unread');
  assert.match((await dora.history()) ?? '', /one\n.*two\n/);
  await dora.leaves();
  await dora.dead;
  // The order contains her departure a moment later.
  for (let told = ''; told !== 'There is nothing unread.'; told = await other.next()) other.say('/unread');
});

describe('an account', () => {
  test('made on chatroom is good on each of the others', async () => {
    await using server = await ChatroomServer.open();
    const dora = await server.comes('dora', passwordOf('dora'));
    await dora.leaves();
    await dora.dead;
    const phone = await server.onNick(`dora ${passwordOf('dora')}`);
    const desk = await onDirect(server, 'dora', passwordOf('dora'));
    const laptop = await onTsam(server, 'dora', passwordOf('dora'));
    const tablet = await onPdu(server, 'dora');
    // An account is the same user on all dialects.
    phone.say('/msg dora hello');
    await phone.hears('You cannot message yourself.');
    desk.says('dora: hello\n');
    await desk.hears('You cannot send messages to yourself.\n');
    await asks(laptop, 'LOGIN,alice', 'Error: A registered name cannot be changed.');
    await parrots(tablet, 'hello');
    await phone.hears('dora: hello');
  });

  test('made on each of the others is good on chatroom', async () => {
    await using server = await ChatroomServer.open();
    await register(server, 'ann');
    const bea = await onDirect(server, 'bea');
    bea.says(`/register ${passwordOf('bea')}\n`);
    await bea.hears('bea is registered. To log in again, send bea and your password as the first line.\n');
    await bea.hangsUp();
    const cal = await onTsam(server, 'cal');
    await asks(
      cal,
      `REGISTER,${passwordOf('cal')}`,
      'Your name is registered. To log in again: LOGIN,<name>,<password>.',
    );
    await cal.hangsUp();
    for (const name of ['ann', 'bea', 'cal']) {
      const peer = await server.original();
      assert.equal(await peer.names(name), 0);
      assert.equal(await peer.enters('wrong'), false);
      assert.equal(await peer.enters(passwordOf(name)), true);
    }
  });

  test('is not made on chatroom under a name that somebody has on another', async () => {
    await using server = await ChatroomServer.open();
    await gather(server);
    for (const name of ['nora', 'Dirk', 'tim', 'A5_1']) {
      const peer = await server.original();
      assert.equal(await peer.names(name), 0);
      assert.equal(await peer.enters('s3cret'), false);
      await hears(
        peer,
        name === 'A5_1'
          ? '[INFO] A5_1 is reserved. No password will be accepted; log in with another name.'
          : `[INFO] The name ${name} is taken. No password will be accepted; log in with another name.`,
      );
    }
  });
});

const escaped = (text: string): string => text.replace(/[*()]/g, '\\$&');
