import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Asked } from '#chat/event.ts';
import type { RoomSettingName } from '#chat/settings/room-settings.ts';
import { chatroom } from '#dialects/chatroom/chatroom.ts';
import { OriginalClient } from '#dialects/chatroom/original-client.suite.ts';
import { usualKeys } from '#dialects/chatroom/originals.suite.ts';
import type { Dialect } from '#dialects/dialect.ts';
import { direct } from '#dialects/direct/direct.ts';
import { nick } from '#dialects/nick/nick.ts';
import { pdu } from '#dialects/pdu/pdu.ts';
import { tsam } from '#dialects/tsam/tsam.ts';

import { DialectFixture } from './dialect-fixture.ts';
import { TextPeer } from './text-peer.ts';

const lobby = '#lobby';

/** What the server's operator does. Everybody is told before this resolves. */
async function operator(fixture: DialectFixture, event: Asked, room?: string): Promise<void> {
  assert.equal((await fixture.chat.command(event, room)).kind, 'entry');
}

const kick = (fixture: DialectFixture, reason?: string): Promise<void> =>
  operator(fixture, { kind: 'kicked', user: 'alice', reason }, lobby);
const mute = (fixture: DialectFixture): Promise<void> =>
  operator(fixture, { kind: 'listed', list: 'mute', mask: 'alice' }, lobby);
const ban = (fixture: DialectFixture): Promise<void> =>
  operator(fixture, { kind: 'listed', list: 'ban', mask: 'alice', reason: 'noise', kick: true }, lobby);
const kickFromServer = (fixture: DialectFixture): Promise<void> =>
  operator(fixture, { kind: 'kicked', user: 'alice', reason: 'noise' });
/** Of the whole server. */
const banMask = (fixture: DialectFixture, mask: string): Promise<void> =>
  operator(fixture, { kind: 'listed', list: 'ban', mask });

function wire(
  dialect: Dialect,
  title: string,
  run: (fixture: DialectFixture) => Promise<void>,
  options?: Readonly<Record<string, string>>,
): void {
  test(`${dialect.name}: ${title}`, async () => {
    await using fixture = await DialectFixture.open(dialect, options);
    await run(fixture);
    assert.deepEqual(fixture.log, []);
  });
}

async function peerOn(fixture: DialectFixture): Promise<TextPeer> {
  return new TextPeer(await fixture.connect());
}

const framed = (text: string): string => `${String.fromCharCode(text.length >> 8, text.length & 0xff)}${text}`;

const pduOf = (mtype: number, payload: string): string =>
  `{"mtype": ${mtype}, "payload": ${payload}, "version": "1.0.0", "sz": ${payload.length}}\n`;
const pduLogin = pduOf(1, '{"username": "alice", "password": "s3cret"}');
const pduError = (code: number, message: string): string =>
  pduOf(5, `{"id": -1, "error_code": ${code}, "message": ${JSON.stringify(message)}}`);
const command = (text: string): string => `\x01${text}\x04`;
const keys = usualKeys();

const versions = '{"mtype": 7, "payload": {"supported_versions": ["2.0"]}}\n';
/** A login in version 2.0, up to its answer. */
const talkLogin = `${versions}{"mtype":1,"ref":1,"payload":{"name":"alice"}}\n`;
const loggedIn = /^\{"mtype": 8[^\n]*\n\{"mtype":2,"ref":1[^\n]*\n(?:\{"mtype":24[^\n]*\n)*/;

async function chatroomClient(fixture: DialectFixture): Promise<OriginalClient> {
  const client = await OriginalClient.connect(fixture.connect, keys);
  await client.comes('alice', 's3cret');
  await client.history();
  return client;
}

describe('a removed user is told so, and its messages are refused', () => {
  wire(nick, 'a frame, and the client goes on', async (fixture) => {
    const alice = await peerOn(fixture);
    alice.says('NICKalice');
    await alice.hears(framed('HELLO') + framed('READY'));
    await mute(fixture);
    await alice.hears(framed('You were muted in #lobby.'));
    alice.says('hi');
    await alice.hears(framed('You are muted in #lobby.'));
    await kick(fixture, 'enough');
    await alice.hears(framed('You were removed from #lobby. Reason: enough'));
    alice.says('hi');
    await alice.hears(framed('Not sent. You are not in #lobby. /join #lobby enters it.'));
    await kickFromServer(fixture);
    await alice.hears(framed('An operator of this server has closed your connection. Reason: noise'));
    await alice.hangsUp();
  });

  wire(direct, 'a line, also about rooms it has not named, and a banned room stays closed', async (fixture) => {
    const alice = await peerOn(fixture);
    alice.says('alice\n#lobby:\n');
    await alice.hears('Welcome alice! You can now chat.\n');
    alice.says('/who #lobby\n');
    await alice.hearsLike(/^[^\n]*alice[^\n]*\n/);
    await mute(fixture);
    await alice.hears('You were muted in #lobby.\n');
    alice.says('#lobby: hi\n');
    await alice.hears('You are muted in #lobby.\n');
    await ban(fixture);
    await alice.hears('You were banned from #lobby. Reason: noise\n');
    alice.says('#lobby: hi\n');
    await alice.hears('You are banned from #lobby (noise).\n');
    await banMask(fixture, 'alice');
    await alice.hears('You were banned from this server.\n');
    await alice.hangsUp();
  });

  wire(chatroom, 'a push, and the original’s second thread lives', async (fixture) => {
    const alice = await chatroomClient(fixture);
    await mute(fixture);
    await alice.hears('[INFO] You were muted in #lobby.');
    await alice.says('hi');
    await alice.hears('[INFO] You are muted in #lobby.');
    await kick(fixture);
    await alice.hears('[INFO] You were removed from #lobby.');
    await alice.says('hi');
    await alice.hears('[INFO] You are no longer in #lobby. Log in again to return.');
    await kickFromServer(fixture);
    await alice.hears('[INFO] An operator of this server has closed your connection. Reason: noise');
    await alice.dead;
  });

  wire(
    tsam,
    'at its next command, as it polls',
    async (fixture) => {
      const alice = await peerOn(fixture);
      alice.says(command('LOGIN,alice'));
      await alice.hears('You are alice now.');
      alice.says(command('GETMSGS,#lobby'));
      await alice.hears('No messages found for group #lobby');
      await mute(fixture);
      alice.says(command('SENDMSG,#lobby,hi'));
      await alice.hears('Error: You are muted in #lobby.');
      await ban(fixture);
      alice.says(command('SENDMSG,#lobby,hi') + command('GETMSGS,#lobby'));
      await alice.hears('Error: You are banned from #lobby (noise).Error: You are banned from #lobby (noise).');
      await kickFromServer(fixture);
      await alice.hears('An operator of this server has closed your connection. Reason: noise');
      await alice.hangsUp();
    },
    { delay: '60000' },
  );

  wire(
    pdu,
    'version 1.x: at its next request',
    async (fixture) => {
      await fixture.register('alice', 's3cret');
      const alice = await peerOn(fixture);
      alice.says(pduLogin);
      await alice.hears(pduOf(2, '{"auth": 0, "id": 1}'));
      await mute(fixture);
      alice.says(pduOf(3, '{"id": 1, "message": "hi"}'));
      await alice.hears(pduError(6, 'You are muted'));
      await kick(fixture);
      alice.says(pduOf(3, '{"id": 1, "message": "hi"}'));
      await alice.hears(pduError(6, 'Not sent: you are no longer in #lobby'));
      await kickFromServer(fixture);
      await alice.hears(pduError(1, 'An operator of this server has ended your session: noise'));
      await alice.hangsUp();
    },
    { lobby: 'yes' },
  );

  wire(pdu, 'version 2.0: an EVENT, with all that is known', async (fixture) => {
    const alice = await peerOn(fixture);
    alice.says(`${talkLogin}{"mtype":12,"ref":2,"payload":{"room":"#lobby"}}\n`);
    await alice.hearsLike(loggedIn);
    await alice.hearsLike(/^[^]*"mtype":9,"ref":2[^\n]*\n(?:\{"mtype":24[^\n]*\n)*/);
    await kick(fixture, 'enough');
    const kicked =
      /^\{"mtype":22,"payload":\{"kind":"kicked"[^\n]*"to":"#lobby","text":"server removed alice \(enough\)","reason":"enough","user":\{"id":\d+,"name":"alice"\}[^\n]*\n/;
    await alice.hearsLike(kicked);
    await kickFromServer(fixture);
    await alice.hearsLike(
      /^(?:\{"mtype":24[^\n]*\n)*\{"mtype":5,"payload":\{"code":\d+,"name":"kicked","fatal":true[^\n]*"reason":"noise"\}\}\n/,
    );
    await alice.hangsUp();
  });
});

describe('a login that a ban of the server refuses', () => {
  wire(nick, 'gets another try for a name, and a sentence where no name would do', async (fixture) => {
    await banMask(fixture, 'alice');
    const alice = await peerOn(fixture);
    alice.says('NICKalice');
    await alice.hears(framed('HELLO') + framed('RETRY'));
    await banMask(fixture, '*');
    alice.says('NICKbob');
    await alice.hears(framed('You are banned from this server.'));
    await alice.hangsUp();
  });

  wire(direct, 'is a line, and the end', async (fixture) => {
    await banMask(fixture, 'alice');
    const alice = await peerOn(fixture);
    alice.says('alice\n');
    await alice.hears('That username is banned from this server. Connection closing.\n');
    await alice.hangsUp();
    await banMask(fixture, '*');
    const bob = await peerOn(fixture);
    bob.says('bob\n');
    await bob.hears('You are banned from this server. Connection closing.\n');
    await bob.hangsUp();
  });

  wire(chatroom, 'is a push, and no password fits', async (fixture) => {
    await (await chatroomClient(fixture)).leaves();
    await banMask(fixture, 'account:alice');
    const alice = await OriginalClient.connect(fixture.connect, keys);
    assert.equal(await alice.names('alice'), 0);
    assert.equal(await alice.enters('s3cret'), false);
    await alice.hears('[INFO] You are banned from this server. No password will be accepted.');
    await banMask(fixture, 'bob');
    const bob = await OriginalClient.connect(fixture.connect, keys);
    assert.equal(await bob.names('bob'), 0);
    await bob.hears('[INFO] bob is banned from this server. No password will be accepted; log in with another name.');
  });

  wire(
    tsam,
    'is an error',
    async (fixture) => {
      await fixture.register('dora', 's3cret');
      await banMask(fixture, 'alice');
      await banMask(fixture, 'account:dora');
      const alice = await peerOn(fixture);
      alice.says(command('LOGIN,alice'));
      await alice.hears('Error: The name alice is banned from this server. Take another one: LOGIN,<name>.');
      alice.says(command('LOGIN,dora,s3cret'));
      await alice.hears('Error: You are banned from this server.');
      await banMask(fixture, 'a5_0*');
      const bob = await peerOn(fixture);
      bob.says(command('LOGIN,alice'));
      await bob.hearsLike(/^Error: [^]*banned from this server\./);
    },
    { delay: '60000' },
  );

  wire(pdu, 'is an error in both versions', async (fixture) => {
    await fixture.register('alice', 's3cret');
    await banMask(fixture, 'account:alice');
    const [old, talker] = [await peerOn(fixture), await peerOn(fixture)];
    old.says(pduLogin);
    await old.hears(pduError(6, 'You are banned from this server'));
    await banMask(fixture, 'bob');
    talker.says(
      `${talkLogin.replace('"alice"', '"alice","password":"s3cret"')}{"mtype":1,"ref":2,"payload":{"name":"bob"}}\n`,
    );
    await talker.hearsLike(/^[^]*"ref":1,"payload":\{"code":\d+,"name":"server-banned","fatal":false/);
    await talker.hearsLike(/^[^]*"ref":2,"payload":\{"code":\d+,"name":"name-banned","fatal":false/);
  });
});

describe('#lobby, as the operators of the server keep it', () => {
  const set = (fixture: DialectFixture, name: RoomSettingName, value: string): Promise<void> =>
    operator(fixture, { kind: 'set', name, value }, lobby);
  wire(nick, 'is closed to guests, moderated, and slow', async (fixture) => {
    await fixture.register('carol', 's3cret');
    await set(fixture, 'accounts-only', 'yes');
    const alice = await peerOn(fixture);
    alice.says('NICKalice');
    await alice.hears(framed('HELLO') + framed('This room takes accounts only: log in with a password.'));
    alice.says('NICKcarol s3cret');
    await alice.hears(framed('READY'));
    await set(fixture, 'moderated', 'yes');
    alice.says('hi');
    await alice.hears(framed('This room is moderated: you may read, but not speak.'));
    await operator(fixture, { kind: 'role', user: 'carol', role: 'voice' }, lobby);
    await alice.hears(framed('The server made you voice of #lobby.'));
    await set(fixture, 'slow', '60');
    alice.says('hi');
    alice.says('ho');
    await alice.hears(framed('Not sent: this room is in slow mode. Wait 60 seconds.'));
    await alice.hangsUp();
  });

  wire(direct, 'lets guests into the chat when it is closed to them, and says why they stay out', async (fixture) => {
    await fixture.register('carol', 's3cret');
    await set(fixture, 'accounts-only', 'yes');
    const alice = await peerOn(fixture);
    alice.says('alice\n#lobby: hi\n#own: hi\n');
    await alice.hears('Welcome alice! You can now chat.\n');
    await alice.hears('This room takes accounts only: log in with a password.\n');
    await alice.hangsUp();
  });
});
