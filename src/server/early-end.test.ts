import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import { reportEarlyEnd } from './early-end.ts';

test('a process that would end with 0 before its command is done ends with 70 and a sentence', () => {
  const ends = (code: number, isDone: boolean): readonly [string, number] => {
    let said = '';
    const process = Object.assign(new EventEmitter(), {
      exitCode: code,
      stderr: { write: (text: string) => (said += text) !== '' },
    });
    const done = reportEarlyEnd(process);
    if (isDone) done();
    process.emit('exit', code);
    return [said, process.exitCode];
  };
  assert.deepEqual(ends(0, false), ['polylogue: ended before it was done. This is an error in Polylogue.\n', 70]);
  assert.deepEqual(ends(0, true), ['', 0]);
  assert.deepEqual(ends(1, false), ['', 1]);
});
