import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ChatroomServer } from './chatroom-server.ts';
import { asks, gather, hears, onDirect, parrots, sends } from './mixed-company.ts';

/** How texts are converted between chatroom and the other dialects. */

const open = '*** Incoming Public Message ***: ';
/** UTF-8 bytes of the longest text. */
const longest = 16_384;

test('the longest text of chatroom is seen on all others', async () => {
  await using server = await ChatroomServer.open();
  const { alice, nora, dirk, tim } = await gather(server);
  const text = 'a'.repeat(longest);
  await alice.says(text);
  await hears(alice, '[INFO] Message sent to 4 users.');
  await nora.hears(`alice: ${text}`);
  await dirk.hears(`[alice #lobby] ${text}\n`);
  await asks(tim, 'GETMSGS,#lobby', (text.match(/a{1,1011}/g) ?? []).map((piece) => `From alice: ${piece}`).join('\n'));
  await alice.says(`${text}a`);
  await hears(alice, '[INFO] Too long: a message has at most 16384 bytes.');
  await alice.tells('dirk', `${text}a`);
  await hears(
    alice,
    '[INFO] Message sent to 4 users.',
    ...Array<string>(2).fill('[INFO] Too long: a message has at most 16384 bytes.'),
  );
});

test('the longest texts of all others are seen on chatroom', async () => {
  await using server = await ChatroomServer.open();
  const { alice, nora, dirk, tim, pia } = await gather(server);
  nora.say('n'.repeat(2048));
  await hears(alice, `${open}nora: ${'n'.repeat(2048)}`);
  dirk.says(`#lobby: ${'d'.repeat(longest)}\n`);
  await hears(alice, `${open}dirk: ${'d'.repeat(longest)}`);
  sends(tim, `SENDMSG,#lobby,${'t'.repeat(4985)}`);
  await hears(alice, `${open}tim: ${'t'.repeat(4985)}`);
  await parrots(pia, 'p'.repeat(longest));
  await hears(alice, `${open}pia: ${'p'.repeat(longest)}`);
});

test('each line from chatroom is received with its sender', async () => {
  await using server = await ChatroomServer.open();
  const { alice, nora, dirk, tim } = await gather(server);
  await alice.says('one\r\n[eve] two');
  await nora.hears('alice: one', 'alice: [eve] two');
  await dirk.hears('[alice #lobby] one\n[alice #lobby] [eve] two\n');
  await asks(tim, 'GETMSGS,#lobby', 'From alice: one\nFrom alice: [eve] two');
  const lines = Array.from({ length: 70 }, (_, n) => `${n}`);
  const shown = [...lines.slice(0, 63), lines.slice(63).join('␊')];
  await alice.says(lines.join('\n'));
  await nora.hears(...shown.map((line) => `alice: ${line}`));
  await dirk.hears(shown.map((line) => `[alice #lobby] ${line}\n`).join(''));
  await asks(tim, 'GETMSGS,#lobby', shown.map((line) => `From alice: ${line}`).join('\n'));
});

test('each line from other dialects is received on chatroom with its sender', async () => {
  await using server = await ChatroomServer.open();
  const { alice, nora, tim, pia } = await gather(server);
  const bob = await server.comes('bob');
  nora.link.write(Buffer.from('\x00\x0eone\n[INFO] two', 'latin1'));
  await hears(alice, `${open}nora: one\n${open}nora: [INFO] two`);
  sends(tim, 'SENDMSG,#lobby,one\n[INFO] three');
  await hears(alice, `${open}tim: one\n${open}tim: [INFO] three`);
  await parrots(pia, 'one\n[INFO] four');
  await hears(alice, `${open}pia: one\n${open}pia: [INFO] four`);
  await bob.says('one\n[INFO] five');
  await hears(alice, `${open}bob: one\n${open}bob: [INFO] five`);
});

test('control characters do not pass between chatroom and other dialects', async () => {
  await using server = await ChatroomServer.open();
  const { alice, nora, dirk, tim, pia } = await gather(server);
  const [raw, seen] = ['a\x1b[31m\x07\tz', 'a␛[31m␇\tz'];
  await alice.says(raw);
  await nora.hears(`alice: ${seen}`);
  await dirk.hears(`[alice #lobby] ${seen}\n`);
  await asks(tim, 'GETMSGS,#lobby', `From alice: ${seen}`);
  nora.say(raw);
  await hears(alice, `${open}nora: ${seen}`);
  dirk.says(`#lobby: ${raw}\n`);
  await hears(alice, `${open}dirk: ${seen}`);
  sends(tim, `SENDMSG,#lobby,${raw}`);
  await hears(alice, `${open}tim: ${seen}`);
  await parrots(pia, raw);
  await hears(alice, `${open}pia: ${seen}`);
});

test('the history of chatroom is of all dialects, of #lobby and in private', async () => {
  await using server = await ChatroomServer.open();
  const { alice, nora, dirk, tim, pia } = await gather(server);
  const desk = await onDirect(server, 'alice', 'alice-s3cret');
  desk.says('#kitchen:\n');
  nora.say('from nick');
  await hears(alice, `${open}nora: from nick`);
  dirk.says('#kitchen: nothing of it\n');
  await desk.hears('[dirk #kitchen] nothing of it\n');
  dirk.says('alice: from direct\n');
  await desk.hears('[dirk] from direct\n');
  sends(tim, 'SENDMSG,#lobby,one\n\ttwo');
  await hears(alice, `${open}tim: one\n${open}tim: \ttwo`);
  await parrots(pia, 'from pdu');
  await hears(alice, `${open}pia: from pdu`);
  const lines = (await alice.history())?.split('\n').map((line) => line.split('\t').slice(1));
  assert.deepEqual(lines, [
    ['BM', 'sentby:nora recvby:*', 'from nick'],
    ['PM', 'sentby:dirk recvby:alice', 'from direct'],
    ['BM', 'sentby:tim recvby:*', 'one\\n\\ttwo'],
    ['BM', 'sentby:pia recvby:*', 'from pdu'],
    [],
  ]);
  assert.ok(!alice.heard.some((text) => text.includes('nothing of it')), 'no room but #lobby is heard');
});
