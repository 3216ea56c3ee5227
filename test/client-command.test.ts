import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { ChildServer } from './child-server.ts';

const program = fileURLToPath(new URL('../bin/polylogue.js', import.meta.url));

interface Ran {
  readonly code: number;
  readonly out: string;
}

/** Runs a client with these lines as input, to its end. */
function run(args: readonly string[], input = ''): Promise<Ran> {
  const { promise, resolve } = Promise.withResolvers<Ran>();
  const child = execFile(process.execPath, [program, ...args], (_error, out, err) => {
    resolve({ code: child.exitCode ?? -1, out: out + err });
  });
  child.stdin?.end(input);
  return promise;
}

test('clients on pipes: names, what is said, exit codes', async () => {
  await using server = new ChildServer([
    ...['serve', '--data', ':memory:'],
    ...['--listen', 'nick://127.0.0.1:0', '--listen', 'direct://127.0.0.1:0'],
  ]);
  await server.ready();
  const [nick = '', direct = ''] = [...server.stdout.matchAll(/^listening \S+:(\d+) /gm)].map(([, port]) => port);
  const bob = await server.join('bob');
  const said: string[] = [];
  bob.onFrame = (text) => said.push(text);

  assert.deepEqual(await run(['nick', 'client', '127.0.0.1', nick, '--name', 'ann'], 'one\ntwo\n'), {
    code: 0,
    out: '',
  });
  assert.deepEqual(await run(['nick', 'client', '127.0.0.1', nick, '--name', 'bob'], 'three\n'), {
    code: 1,
    out: 'Nickname already taken!\n\n',
  });
  assert.deepEqual(await run(['direct', 'client', '127.0.0.1', direct], 'eve\n#lobby: four\nbob: five\nsix'), {
    code: 0,
    out: 'Welcome eve! You can now chat.\nInvalid format. Use: username: message\n',
  });
  assert.deepEqual(await run(['direct', 'client', '127.0.0.1', direct, '--name', 'bob'], 'ann: x\n'), {
    code: 1,
    out: 'Username already taken. Connection closing.\n',
  });
  await bob.until(() => said.length >= 4);
  assert.deepEqual(said, ['ann: one', 'ann: two', 'eve: four', 'eve (to you): five']);

  const refused = await run(['direct', 'client', '127.0.0.1', direct, '--name', 'ann secret']);
  assert.equal(refused.code, 64);
  assert.match(refused.out, /A name cannot contain spaces, and a password is never an argument\./);
  assert.doesNotMatch(refused.out, /secret/);
});
