import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

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

const framed = (text: string): string => `${String.fromCharCode(text.length >> 8, text.length & 0xff)}${text}`;
const command = (text: string): string => `\x01${text}\x04`;
const pduLogin = (password: string): string => {
  const payload = JSON.stringify({ username: 'alice', password });
  return `{"mtype": 1, "payload": ${payload}, "version": "1.0.0", "sz": ${payload.length}}\n`;
};

/** No guests, and one code with which an account can be made. */
async function shut(dialect: Dialect, run: (fixture: DialectFixture, code: string) => Promise<void>): Promise<void> {
  await using fixture = await DialectFixture.open(dialect);
  const { chat } = fixture;
  for (const [name, value] of [
    ['guests', 'no'],
    ['registration', 'invite'],
  ] as const)
    assert.equal((await chat.command({ kind: 'setting', name, value })).kind, 'entry');
  const { code, hash } = chat.newCode();
  assert.equal((await chat.command({ kind: 'tokenMade', purpose: 'invite-server', hash, uses: 1 })).kind, 'entry');
  await run(fixture, code);
  assert.ok(chat.accountNamed('alice'));
  assert.equal(chat.accountNamed('eve'), undefined);
  assert.deepEqual(
    fixture.log.filter((line) => !line.startsWith('wrong password')),
    [],
  );
}

const wire = (dialect: Dialect, run: (fixture: DialectFixture, code: string) => Promise<void>): void =>
  void test(dialect.name, () => shut(dialect, run));

describe('where guests may not come, an invitation code after a new password registers', () => {
  wire(nick, async (fixture, code) => {
    const alice = new TextPeer(await fixture.connect());
    alice.says('NICKalice');
    await alice.hears(framed('HELLO') + framed('RETRY'));
    alice.says(`NICK alice s3cret ${code}`);
    await alice.hears(framed('READY'));
    await alice.hangsUp();
    const eve = new TextPeer(await fixture.connect());
    eve.says(`NICK eve s3cret ${code}`);
    await eve.hears(
      framed('HELLO') + framed('That code is not valid: it was mistyped, is for something else, or has ended.'),
    );
    eve.says('NICK alice s3cret');
    await eve.hears(framed('READY'));
    await eve.hangsUp();
  });

  wire(direct, async (fixture, code) => {
    const guest = new TextPeer(await fixture.connect());
    guest.says('alice\n');
    await guest.hearsLike(/^Only accounts may come here: NAME PASSWORD, or with an invitation NAME PASSWORD CODE\./);
    const alice = new TextPeer(await fixture.connect());
    alice.says(`alice s3cret ${code.toLowerCase()}\n`);
    await alice.hears('Welcome alice! You can now chat.\n');
    await alice.hangsUp();
    const wrong = new TextPeer(await fixture.connect());
    wrong.says('eve s3cret nothing\n');
    await wrong.hears('Wrong password. Connection closing.\n');
  });

  wire(tsam, async (fixture, code) => {
    const alice = new TextPeer(await fixture.connect());
    const nobody =
      'Error: Guests are not allowed here. Log in with LOGIN,<name>,<password>, or with an invitation LOGIN,<name>,<password> <code>.';
    alice.says(command('LOGIN,alice') + command('SENDMSG,#lobby,hi'));
    await alice.hears(`${nobody}Error: You are not in the chat.`);
    alice.says(command(`LOGIN,alice,s3cret ${code}`));
    await alice.hears('You are alice now.');
    await alice.hangsUp();
  });

  wire(pdu, async (fixture, code) => {
    const alice = new TextPeer(await fixture.connect());
    alice.says(pduLogin(`s3cret ${code}`));
    await alice.hearsLike(/^\{"mtype": 2, "payload": \{"auth": 0, "id": 1\}/);
    await alice.hangsUp();
  });

  wire(chatroom, async (fixture, code) => {
    const client = await OriginalClient.connect(fixture.connect, usualKeys());
    assert.equal(await client.names('alice'), 0);
    await client.hears('[INFO] Only accounts may come here. With an invitation, type its code after a new password.');
    assert.equal(await client.enters(`s3cret ${code}`), true);
  });
});

describe('where guests may come, they register by an invitation code, too, under the name they have or another', () => {
  const needed = 'That is an invitation code. Choose a password, and put it before the code.';
  const wires: readonly (readonly [Dialect, Guest])[] = [
    [
      nick,
      {
        comes: 'NICK guest',
        came: framed('HELLO') + framed('READY'),
        logsIn: (name, secret) => `NICK ${name} ${secret}`,
        is: () => framed('READY'),
        registered: (name) => framed(`${name} is registered. To log in again, send NICK ${name} and your password.`),
        told: framed,
      },
    ],
    [
      tsam,
      {
        comes: command('LOGIN,guest'),
        came: 'You are guest now.',
        logsIn: (name, secret) => command(`LOGIN,${name},${secret}`),
        is: (name) => `You are ${name} now.`,
        registered: () => 'Your name is registered. To log in again: LOGIN,<name>,<password>.',
        told: (sentence) => `Error: ${sentence}`,
      },
    ],
  ];
  for (const [dialect, { comes, came, logsIn, is, registered, told }] of wires) {
    test(dialect.name, async () => {
      await using fixture = await DialectFixture.open(dialect);
      const codes = ['own', 'other'].map(() => fixture.chat.newCode());
      for (const { hash } of codes)
        await fixture.chat.command({ kind: 'tokenMade', purpose: 'invite-server', hash, uses: 1 });
      const [own = '', other = ''] = codes.map(({ code }) => code);
      const bob = new TextPeer(await fixture.connect());
      bob.says(comes);
      await bob.hears(came);
      bob.says(logsIn('bob', other));
      await bob.hears(told(needed));
      assert.equal(fixture.chat.accountNamed('bob'), undefined);
      bob.says(logsIn('bob', `s3cret ${other}`));
      await bob.hears(is('bob'));
      const guest = new TextPeer(await fixture.connect());
      guest.says(comes);
      await guest.hears(came);
      guest.says(logsIn('GUEST', `s3cret ${own}`));
      await guest.hears(registered('guest'));
      for (const name of ['bob', 'guest']) assert.ok(fixture.chat.accountNamed(name));
      await guest.hangsUp();
      await bob.hangsUp();
    });
  }

  test('a code alone is no password to register with', async () => {
    await using fixture = await DialectFixture.open(nick);
    const { code, hash } = fixture.chat.newCode();
    await fixture.chat.command({ kind: 'tokenMade', purpose: 'invite-server', hash, uses: 1 });
    const bob = new TextPeer(await fixture.connect());
    bob.says('NICK bob');
    await bob.hears(framed('HELLO') + framed('READY'));
    bob.says(`/register ${code}`);
    await bob.hears(framed(needed));
    const unknown = fixture.chat.newCode().code;
    bob.says(`/register ${unknown}`);
    await bob.hears(framed('bob is registered. To log in again, send NICK bob and your password.'));
    await bob.hangsUp();
  });
});

/** What a guest sends on a wire, and how it is answered. */
interface Guest {
  readonly comes: string;
  readonly came: string;
  readonly logsIn: (name: string, secret: string) => string;
  readonly is: (name: string) => string;
  readonly registered: (name: string) => string;
  readonly told: (sentence: string) => string;
}

type Asks = (fixture: DialectFixture, expected: string) => Promise<void>;

describe('where guests may not come, they are told where to register', () => {
  const page = 'https://chat.example';
  const told: readonly (readonly [Dialect, Asks, string, string])[] = [
    [
      direct,
      (fixture, expected) => hears(fixture, 'alice\n', expected),
      'Only accounts may come here: NAME PASSWORD, or with an invitation NAME PASSWORD CODE. Register at https://chat.example first. Connection closing.\n',
      'Only accounts may come here: NAME PASSWORD. Ask the operator of this server for an account. Connection closing.\n',
    ],
    [
      tsam,
      (fixture, expected) => hears(fixture, command('LOGIN,alice'), expected),
      'Error: Guests are not allowed here. Log in with LOGIN,<name>,<password>, or with an invitation LOGIN,<name>,<password> <code>. Register at https://chat.example first.',
      'Error: Guests are not allowed here. Log in with LOGIN,<name>,<password>. Ask the operator of this server for an account.',
    ],
    [
      chatroom,
      async (fixture, expected) => {
        const client = await OriginalClient.connect(fixture.connect, usualKeys());
        assert.equal(await client.names('alice'), 0);
        await client.hears(expected);
      },
      '[INFO] Only accounts may come here. With an invitation, type its code after a new password. Register at https://chat.example first.',
      '[INFO] Only the operator of this server can create accounts. No password will be accepted.',
    ],
  ];

  async function hears(fixture: DialectFixture, said: string, expected: string): Promise<void> {
    const peer = new TextPeer(await fixture.connect());
    peer.says(said);
    await peer.hears(expected);
  }

  for (const [dialect, ask, withPage, closed] of told) {
    for (const [registration, at, expected] of [
      ['invite', page, withPage],
      ['closed', undefined, closed],
    ] as const) {
      test(`${dialect.name}, registration ${registration}`, async () => {
        await using fixture = await DialectFixture.open(dialect, {}, at);
        for (const [name, value] of [
          ['guests', 'no'],
          ['registration', registration],
        ] as const)
          await fixture.chat.command({ kind: 'setting', name, value });
        await ask(fixture, expected);
      });
    }
  }

  test('forms of the originals stay', async () => {
    await using fixture = await DialectFixture.open(nick, {}, page);
    await fixture.chat.command({ kind: 'setting', name: 'guests', value: 'no' });
    const alice = new TextPeer(await fixture.connect());
    alice.says('NICKalice');
    await alice.hears(framed('HELLO') + framed('RETRY'));
    await alice.hangsUp();
  });
});
