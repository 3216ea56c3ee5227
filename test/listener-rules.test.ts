import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { type ListenerRules, registrationOn } from '#chat/settings/listener-rules.ts';
import { nick } from '#dialects/nick/nick.ts';
import { withoutEffect } from '#server/chat-flags.ts';
import { type Policy, rulesOf } from '#server/listener-policy.ts';
import { ServerHere } from './server-here.ts';
import { LocalServer } from './local-server.ts';
import type { NickPeer } from './nick-peer.ts';
import { Served } from './served.ts';

const anyPort = 'nick://127.0.0.1:0';

/** The listener's answer to this line, after a login. */
async function answered(server: ServerHere, port: number | undefined, name: string, line: string): Promise<string> {
  const peer = await (await server.connect(port)).come(name);
  peer.say(line);
  const answer = await peer.next();
  peer.link.abort();
  return answer;
}

/** The answer to a guest's name. */
async function answerTo(peer: NickPeer, name: string): Promise<string> {
  await peer.hears('HELLO');
  peer.say(`NICK ${name}`);
  const answer = await peer.next();
  peer.link.abort();
  return answer;
}

test('a flag is a setting of the whole chat, and a listener can be stricter', async () => {
  await using server = await ServerHere.serve([
    ...['--data', ':memory:', '--grace', '0', '--registration', 'open'],
    ...['--listen', `${anyPort}?guests=no`],
    ...['--listen', `${anyPort}?name=open`],
    ...['--listen', `${anyPort}?registration=closed&name=closed`],
  ]);
  const [, strict, open, closed] = server.ports;
  assert.notEqual(await answerTo(await server.connect(strict), 'alice'), 'READY');
  assert.equal(await answerTo(await server.connect(open), 'alice'), 'READY');
  const register = '/register swordfish-1';
  assert.match(await answered(server, open, 'bob', register), /\bbob\b/);
  assert.match(
    await answered(server, closed, 'carol', register),
    /^Only the operator of this server can create accounts/,
  );
  for (const [port, name] of [
    [open, 'bob'],
    [closed, 'swordfish'],
  ] as const) {
    const guesser = await server.connect(port);
    await guesser.hears('HELLO');
    guesser.say(`NICK ${name} wrong-swordfish`);
    assert.notEqual(await guesser.next(), 'READY');
    guesser.link.abort();
  }
  server.kill('SIGTERM');
  await server.exit();
  assert.ok(!server.stderr.includes('swordfish'), 'what is no account may be a secret');
  assert.deepEqual(
    server.logged.map(({ event, name, by, listener }) => [event, name, by ?? listener]),
    [
      ['setting', 'registration', '--registration open'],
      ['registered', 'bob', undefined],
      ['wrong-password', 'bob', 'open'],
      ['wrong-password', undefined, 'closed'],
    ],
  );
});

test('a setting from a flag is kept, and no listener allows more', async (t) => {
  const data = await mkdtemp(join(tmpdir(), 'polylogue-'));
  t.after(() => rm(data, { recursive: true }));
  const settings: unknown[] = [];
  for (const policy of [{ guests: false, registration: 'invite' }, {}] as const) {
    await using served = await Served.start([nick], { data, policy }, undefined, {
      policy: { guests: true, registration: 'open' },
    });
    settings.push(
      served.log.flatMap(({ event, name, value, before, by }) =>
        event === 'setting' ? [[name, value, before, by]] : [],
      ),
    );
    assert.notEqual(await answerTo(await served.connect(), 'alice'), 'READY');
  }
  assert.deepEqual(settings, [
    [
      ['registration', 'invite', undefined, '--registration invite'],
      ['guests', 'no', undefined, '--no-guests'],
    ],
    [
      ['registration', 'invite', undefined, undefined],
      ['guests', 'no', undefined, undefined],
    ],
  ]);
});

test('a listener option that allows more than the chat is refused', async () => {
  await using server = await LocalServer.open();
  const told = (policy: Policy): readonly string[] => withoutEffect(server.chat, 'nick://a:1', policy);
  assert.deepEqual(told({ guests: true, registration: 'open' }), []);
  await server.chat.command({ kind: 'setting', name: 'guests', value: 'no' });
  await server.chat.command({ kind: 'setting', name: 'registration', value: 'invite' });
  assert.deepEqual(told({ guests: true, registration: 'open' }), [
    "nick://a:1 guests=yes has no effect, because the chat's setting guests is no (polylogue settings guests yes)",
    "nick://a:1 registration=open has no effect, because the chat's setting registration is invite (polylogue settings registration open)",
  ]);
  assert.deepEqual(told({ guests: false, registration: 'invite' }), []);
  assert.deepEqual(told({ registration: 'closed' }), []);
});

test('a listener that is not on loopback does as the chat, once its setting is set', () => {
  const outside = rulesOf('l', nick, {}, false);
  const own = (registration: 'open' | 'closed'): ListenerRules => rulesOf('l', nick, { registration }, false);
  assert.equal(registrationOn(outside, {}), 'closed');
  for (const [rules, expected] of [
    [outside, ['open', 'invite', 'closed']],
    [own('open'), ['open', 'invite', 'closed']],
    [own('closed'), ['closed', 'closed', 'closed']],
  ] as const) {
    const found = (['open', 'invite', 'closed'] as const).map((registration) =>
      registrationOn(rules, { registration }),
    );
    assert.deepEqual(found, expected);
  }
});

test('sessions are counted by the name of their listener', async () => {
  for (const [name, answer] of [
    ['hall', 'RETRY'],
    [undefined, 'READY'],
  ] as const) {
    const policy = { sameAccount: 'refuse', registration: 'open' } as const;
    // Listeners without a name are distinguished by dialect and port.
    const more = name === undefined ? { policy } : { policy, name };
    await using served = await Served.start(
      [nick, name === undefined ? { ...nick, name: 'nick2' } : nick],
      {},
      undefined,
      more,
    );
    const alice = await served.join('alice');
    alice.say('/register swordfish-1');
    await alice.until(() => alice.heard.length === 3);
    assert.match(alice.heard[2] ?? '', /alice/);
    alice.link.abort();
    const answers: string[] = [];
    for (const port of served.ports) {
      const peer = await served.connect(port);
      await peer.hears('HELLO');
      peer.say('NICK alice swordfish-1');
      answers.push(await peer.next());
    }
    assert.deepEqual(answers, ['READY', answer]);
  }
});
