import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endSoon, isServer } from './late-end.ts';

test('the process of a server ends soon after its server, whatever handles are still open', () => {
  let exits = 0;
  let expire = (): void => {};
  endSoon({ exit: () => void exits++ }, (_, run) => (expire = run));
  assert.equal(exits, 0);
  expire();
  assert.equal(exits, 1);
});

test('other processes are not ended, because they may still write', () => {
  assert.deepEqual(
    [['serve', '--data', 'x'], ['nick', 'server'], ['history', '#lobby'], ['nick', 'client'], []].map(isServer),
    [true, true, false, false, false],
  );
});
