import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { existsSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, test } from 'node:test';

import { terminals } from '#lab/check/terminal/pty.ts';
import { runCommandLine } from '#server/run-command-line.ts';

import { TemporaryDirectory } from './local-server.ts';
import { patiently } from './patiently.ts';

/** A program that writes its process id and its directory, and then waits. */
const waiting = `
  const { renameSync, writeFileSync } = require('node:fs');
  const file = process.argv[3];
  writeFileSync(file + '.new', process.pid + ' ' + process.cwd());
  renameSync(file + '.new', file);
  setInterval(() => {}, 1e6);`;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Resolves when a file of that name exists. */
async function appears(dir: string, name: string): Promise<string> {
  const file = join(dir, name);
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = (): void => {
    if (existsSync(file)) resolve();
  };
  const watcher = watch(dir, look);
  look();
  await promise;
  watcher.close();
  return readFileSync(file, 'utf8');
}

describe('polylogue check, when it is interrupted', () => {
  for (const side of ['server', 'client'] as const) {
    const skip = side === 'client' && terminals() === 'none' ? 'there is nothing here to make terminals with' : false;
    test(`ends the ${side} that it started, removes its directory, and says nothing of it`, { skip }, async () => {
      using dir = new TemporaryDirectory();
      const program = join(dir.path, 'program.js');
      writeFileSync(program, waiting);
      const signals = new EventEmitter();
      let [shown, said] = ['', ''];
      const stdio = {
        ...{ stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() },
        signals,
      };
      stdio.stdout.setEncoding('utf8').on('data', (text: string) => (shown += text));
      stdio.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
      const flags = [...(side === 'client' ? ['--client'] : []), '--start-timeout', '60000'];
      const line = [program, '{port}', join(dir.path, 'started')];
      const ended = runCommandLine(['check', 'nick', ...flags, '--', ...line], stdio);
      const started = await patiently(appears(dir.path, 'started'), () => shown + said);
      signals.emit('SIGINT');
      assert.equal(await patiently(ended, () => shown + said), 130);
      const [pid = '', place = ''] = started.split(' ');
      assert.equal(isAlive(Number(pid)), false);
      assert.equal(existsSync(place), false);
      assert.deepEqual([shown, said], ['', 'Stopped before all checks were done.\n']);
    });
  }
});
