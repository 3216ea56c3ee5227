import assert from 'node:assert/strict';
import { test } from 'node:test';

import { throttleEvents } from './throttle-events.ts';

test('the first event is logged at once, then at most one a second, with a count', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const told: (readonly [string, number])[] = [];
  const happened = throttleEvents<string>((last, count) => told.push([last, count]));
  happened('a');
  assert.deepEqual(told.splice(0), [['a', 1]]);
  for (const each of ['b', 'c', 'd']) happened(each);
  t.mock.timers.tick(999);
  assert.deepEqual(told, []);
  t.mock.timers.tick(1);
  assert.deepEqual(told.splice(0), [['d', 3]]);
  t.mock.timers.tick(5000);
  happened('e');
  assert.deepEqual(told.splice(0), [['e', 1]]);
  happened('f');
  happened.flush();
  assert.deepEqual(told.splice(0), [['f', 1]]);
  t.mock.timers.tick(5000);
  assert.deepEqual(told, []);
});
