import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

import { type CountedLog, countedLog } from './counted-log.ts';

interface Scene {
  readonly log: CountedLog;
  /** The lines logged since the last call. */
  logged(): readonly object[];
  pass(ms: number): void;
}

function scene(t: TestContext): Scene {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const lines: object[] = [];
  return {
    log: countedLog((event, fields) => lines.push({ event, ...fields })),
    logged: () => lines.splice(0),
    pass: (ms) => t.mock.timers.tick(ms),
  };
}

test('every event a peer can cause is logged at most once a second, with the last of them and their number', (t) => {
  const { log, logged, pass } = scene(t);
  const events = [
    ...['broken-datagram', 'slow-reader', 'bug', 'registered', 'credential', 'unregistered', 'wrong-password'],
    ...['refused', 'not-accepted', 'an-event-of-tomorrow'],
  ];
  for (const event of events) for (let n = 0; n < 1000; n++) log(event, { n });
  assert.deepEqual(
    logged(),
    events.map((event) => ({ event, n: 0, count: 1 })),
  );
  pass(999);
  assert.deepEqual(logged(), []);
  pass(1);
  assert.deepEqual(
    logged(),
    events.map((event) => ({ event, n: 999, count: 999 })),
  );
  pass(10_000);
  assert.deepEqual(logged(), []);
});

test('listeners, dialects and places of a bug are counted apart', (t) => {
  const { log, logged } = scene(t);
  const kinds = [{ listener: 'a' }, { listener: 'b' }, { dialect: 'nick' }, { dialect: 'pdu' }, { context: 'x' }, {}];
  for (const fields of [...kinds, ...kinds]) log('bug', fields);
  assert.deepEqual(
    logged(),
    kinds.map((fields) => ({ event: 'bug', ...fields, count: 1 })),
  );
});

test('--verbose shows a hundred links a second one by one, and counts the others', (t) => {
  const { log, logged, pass } = scene(t);
  for (let n = 0; n < 250; n++) log('connected', { listener: 'a', n });
  const shown = logged();
  assert.equal(shown.length, 100);
  assert.deepEqual(shown.at(-1), { event: 'connected', listener: 'a', n: 99, count: 1 });
  pass(1000);
  assert.deepEqual(logged(), [{ event: 'connected', listener: 'a', n: 249, count: 150 }]);
});

test('actions of the operator are always logged, without a count', (t) => {
  const { log, logged } = scene(t);
  for (const event of ['listening', 'listening', 'stopped']) log(event, { listener: 'a' });
  log('stopping');
  assert.deepEqual(logged(), [
    { event: 'listening', listener: 'a' },
    { event: 'listening', listener: 'a' },
    { event: 'stopped', listener: 'a' },
    { event: 'stopping' },
  ]);
});

test('at the end all events are counted', (t) => {
  const { log, logged } = scene(t);
  for (const name of ['ann', 'bob', 'cat']) log('registered', { name });
  log.flush();
  assert.deepEqual(logged(), [
    { event: 'registered', name: 'ann', count: 1 },
    { event: 'registered', name: 'cat', count: 2 },
  ]);
});
