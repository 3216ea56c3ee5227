import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { command, type Ran, startedCommand } from './command.ts';

const program = fileURLToPath(new URL('../bin/polylogue.js', import.meta.url));

const ran = (...args: readonly string[]): Promise<Ran> => command(args);

describe('the command line', () => {
  test('help is the same by each way to it', async () => {
    const [first, ...others] = await Promise.all([
      ran('serve', '--help'),
      ran('help', 'serve'),
      ran('serve', 'x', '-h'),
    ]);
    assert.match(first.stdout, /^Usage: polylogue serve /);
    for (const other of [first, ...others]) assert.deepEqual(other, { code: 0, stdout: first.stdout, stderr: '' });
  });

  test('the commands of an account are told together', async () => {
    const { code, stdout } = await ran('account', '--help');
    assert.equal(code, 0);
    for (const name of ['add', 'passwd', 'list', 'remove'])
      assert.match(stdout, new RegExp(`^ {2}account ${name} `, 'm'));
    const { code: wrong, stdout: nothing, stderr } = await ran('account');
    assert.deepEqual([wrong, nothing], [64, '']);
    assert.match(stderr, /^polylogue: Choose one of the commands of account\.\n[^]* {2}account add /);
  });

  test('a version', async () => {
    for (const flag of ['--version', '-v']) assert.match((await ran(flag)).stdout, /^\d+\.\d+\.\d+\n$/);
  });

  test('in a process of its own a command ends in the same way', async () => {
    for (const args of [['--version'], ['sevre'], ['history', '--data', '/nowhere']]) {
      assert.deepEqual(await startedCommand(args), await command(args));
    }
  });

  const wrong: readonly (readonly [string, string])[] = [
    ['sevre', 'polylogue: There is no command "sevre". Did you mean polylogue serve?\nTry: polylogue --help\n'],
    [
      'nik client',
      'polylogue: There is no command "nik client". Did you mean polylogue nick client?\nTry: polylogue --help\n',
    ],
    [
      'nick client --reconect',
      "polylogue nick client: Unknown option '--reconect'. Did you mean --reconnect?\nTry: polylogue nick client --help\n",
    ],
    [
      'nick server 99999',
      'polylogue nick server: A port is a number from 0 to 65535, not "99999".\nTry: polylogue nick server --help\n',
    ],
  ];
  for (const [line, says] of wrong) {
    test(`polylogue ${line}`, async () => {
      assert.deepEqual(await ran(...line.split(' ')), { code: 64, stdout: '', stderr: says });
    });
  }

  test('a reader of only the beginning of help causes no error', async () => {
    // One function writes the output of all commands, and handles a closed pipe before a command is known.
    for (const name of ['', 'history']) {
      const args = [program, ...name.split(' ').filter((word) => word !== ''), '--help'];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
      child.stdout.destroy();
      let says = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => (says += text));
      const [exit] = await once(child, 'close');
      assert.deepEqual([name, exit, says], [name, 0, '']);
    }
  });
});
