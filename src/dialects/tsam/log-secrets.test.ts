import assert from 'node:assert/strict';
import { test } from 'node:test';

import { tsamOriginalLog } from './original-log.ts';
import { Scene } from './scene.suite.ts';

const password = 'Tr0ub4dor';
/** The chat slows wrong passwords down, so each of these is sent once. */
const right = ['LOGIN,alice,PW', 'LOGIN alice PW'];
const mistyped = [
  ...['REGISTER,PW', 'REGISTER PW', 'LOGIN,alice PW', 'LOGIN alice,PW'],
  ...['LOGIN,alice;PW', 'login,alice,PW', 'Login alice PW', 'LOGIN\talice\tPW', ' LOGIN,alice,PW'],
  ...['LOGIN;alice;PW', 'LOGIN:alice:PW', 'LOGIN/alice/PW', '/login alice PW', '/register PW', 'register,PW'],
  ...['NICK alice PW', 'PASS PW', 'PASSPW', 'LOGN,alice,PW', 'REGITSER,PW', 'MSG alice PW', 'alice PW', ';PW', '/PW'],
];

test('no form of a password, right or mistyped, stands in the log or on the console', async (t) => {
  const scene = await Scene.open(t, { followed: true });
  const commands = [...right, ...mistyped].map((form) => form.replace('PW', password));
  for (const [nth, command] of commands.entries()) {
    const framed = scene.connect();
    framed.sends(command);
    assert.notEqual(await framed.hears(1), '', command);
    if (nth < right.length) continue;
    const typed = scene.connect();
    typed.link.write(Buffer.from(`${command}\r\n`));
    assert.notEqual(await typed.hears(1), '', command);
  }
  const { console, log } = tsamOriginalLog();
  const lines = scene.journal.flatMap((happening) => [console(happening), log?.line(happening)]);
  const commanded = lines.filter((line) => line?.includes(': '));
  assert.ok(commanded.length >= 4 * mistyped.length, `${commanded.length} lines`);
  for (const line of commanded) assert.equal(line?.includes('ub4dor'), false, line ?? '');
  assert.ok(lines.some((line) => line?.endsWith('\x01LOGIN,alice,*********\x04')));
  assert.ok(lines.some((line) => line === 'Unknown command from client:MSG'));
});
