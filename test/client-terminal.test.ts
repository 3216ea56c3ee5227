import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';

import { atTerminal, noTerminal, ourselves, runAtTerminal } from './at-terminal.ts';
import { ChildServer } from './child-server.ts';

const loopback = '127.0.0.1';
const noShell = noTerminal || (spawnSync('bash', ['-c', 'true']).status !== 0 && 'no bash');

describe('clients at a terminal, which has 0 columns', { skip: noTerminal }, () => {
  let server: ChildServer;
  const ports = new Map<string, string>();
  const client = (dialect: string, ...more: readonly string[]): readonly string[] => [
    ...[dialect, 'client', loopback, ports.get(dialect) ?? '', ...more],
  ];

  before(async () => {
    const dialects = ['nick', 'direct', 'tsam', 'chatroom', 'pdu'];
    const listen = dialects.flatMap((dialect) => ['--listen', `${dialect}://${loopback}:0`]);
    server = new ChildServer(['serve', '--data', ':memory:', ...listen]);
    await server.ready();
    for (const [, dialect = '', port = ''] of server.stdout.matchAll(/^listening (\w+):\/\/\S+:(\d+) /gm)) {
      ports.set(dialect, port);
    }
  });
  after(() => server[Symbol.asyncDispose]());

  test('chatroom and pdu show nothing of a password, right or wrong', async () => {
    const first = await atTerminal(
      client('chatroom'),
      ['Username: ', 'carl\r'],
      ['password: ', 's3cret\r'],
      ['> ', 'EX\r'],
    );
    const again = await atTerminal(
      client('chatroom', '--name', 'carl'),
      ...([
        ["Enter user's password: ", 'wr0ng\r'],
        ['Wrong password. Try again...', ''],
        ["Enter user's password: ", 's3cret\r'],
        ['> ', 'EX\r'],
      ] as const),
    );
    const pdu = await atTerminal(
      client('pdu'),
      ['Username: ', 'carl\r'],
      ['Password (empty for a guest): ', 's3cret\r'],
      ['You are carl', ''],
      ['> ', '!quit\r'],
    );
    for (const { screen, code, echo } of [first, again, pdu]) {
      assert.doesNotMatch(screen, /s3c|wr0|\*/);
      assert.deepEqual([code, echo], [0, true]);
    }
  });

  for (const [dialect, prompt, line] of [
    ['nick', 'nickname: ', 'dora s3cret'],
    ['tsam', 'none): ', 'LOGIN,dora,s3cret'],
    ['nick', 'nickname: ', '/login dora'],
  ] as const) {
    test(`${dialect} shows stars for the password in ${line}`, async () => {
      const asked = line.startsWith('/login');
      const answer = asked ? 'Wrong password' : dialect === 'tsam' ? 'Wrong password' : 'Wrong password';
      const steps = [
        [prompt, `${line}\r`],
        ...(asked ? [['Password of dora: ', 's3cret\r'] as const] : []),
        [answer, '\x1b[A\x03'],
      ] as const;
      const { screen } = await atTerminal(client(dialect), ...steps);
      assert.doesNotMatch(screen, /s3c/);
      if (!asked) assert.ok(screen.includes(line.replace('s3cret', '******')));
    });
  }

  test('a terminal that only prints gets prompts, no escapes, and shows nothing of a password', async () => {
    const steps = [
      ['Username: ', 'erna\n'],
      ['Enter password: ', 's3cret\n'],
      ['> ', 'EX\n'],
    ] as const;
    const { screen, code, echo } = await runAtTerminal([...ourselves, ...client('chatroom')], steps, { TERM: 'dumb' });
    assert.doesNotMatch(screen, /\x1b|s3c/);
    assert.deepEqual([code, echo], [0, true]);
  });

  test('pasted lines wait for the return key, and a BYE among them does not leave', async () => {
    const { screen, code } = await atTerminal(
      client('nick', '--name', 'fred'),
      ['Me: ', '\x1b[200~BYE\n\x1b[201~'],
      ['BYE', '\x15\x1b[200~one\nBYE\ntwo\n\x1b[201~'],
      ['two', '\r'],
      ['"BYE" was pasted among other lines and was not sent', 'BYE\r'],
    );
    assert.equal(code, 0);
    assert.ok(screen.endsWith('\x1b[?2004l'));
  });

  test(
    'Ctrl-Z under a shell that waits for us stops the whole job, and fg brings it back',
    { skip: noShell },
    async () => {
      const line = [...ourselves, ...client('nick', '--name', 'gina')].join(' ');
      const { screen, code, echo } = await runAtTerminal(
        ['bash', '--norc', '-i'],
        [
          ['bash', "PS1='shell''> '\r"],
          ['shell> ', `sh -c '${line}; true'\r`],
          ['Me: ', 'half\x1a'],
          ['Stopped', ''],
          ['shell> ', 'echo back in the $((40 + 2))\r'],
          ['back in the 42', ''],
          ['shell> ', 'fg\r'],
          ['Me: half', ' typed\r'],
          ['Me: ', 'BYE\r'],
          // Whether the client says that the server has closed depends on how soon it does.
          ['shell> ', 'exit 7\r'],
        ],
        { TERM: 'xterm' },
      );
      assert.match(screen, /Me: half\x1b?.* typed/);
      assert.deepEqual([code, echo], [7, true]);
    },
  );
});
