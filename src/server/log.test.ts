import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createLog } from './log.ts';

const now = (): number => Date.UTC(2026, 10, 20, 21, 31, 7);

function logged(terminal: boolean, colours: boolean, ...args: Parameters<ReturnType<typeof createLog>>): string {
  const lines: string[] = [];
  createLog({ add: (line) => void lines.push(line), terminal, colours }, now)(...args);
  assert.equal(lines.length, 1);
  return lines.join();
}

const fields = { name: 'a\u001b[31m\n\u009b\u202eb', count: 2, none: undefined };

test('on a pipe it is one line of JSON with all fields, without control characters', () => {
  const line = logged(false, false, 'wrong-password', fields);
  assert.doesNotMatch(line, /[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
  assert.deepEqual(JSON.parse(line), {
    at: '2026-11-20T21:31:07.000Z',
    event: 'wrong-password',
    name: fields.name,
    count: 2,
  });
});

test('on a terminal it is for people; no control character gets there', () => {
  assert.equal(
    logged(true, false, 'wrong-password', fields),
    '21:31:07 wrong-password name="a\\u001b[31m\\n\ufffd\ufffdb" count=2',
  );
});

test('only the name of the event is coloured', () => {
  assert.equal(logged(true, true, 'stopped', { seconds: 1 }), '21:31:07 \u001b[36mstopped\u001b[0m seconds=1');
});
