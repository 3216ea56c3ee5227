import assert from 'node:assert/strict';
import { test } from 'node:test';

import { HistoryDeadline, hurriedAck, hurriedTaking } from './history-deadline.ts';
import { pushTimeout } from './pushes.ts';

/** What of it is due, in ms. */
function scene(): { deadline: HistoryDeadline; due(): readonly number[] } {
  const timers = new Set<{ readonly ms: number }>();
  const after = (ms: number): (() => void) => {
    const timer = { ms };
    timers.add(timer);
    return () => void timers.delete(timer);
  };
  const deadline = new HistoryDeadline({ after }, () => {});
  return { deadline, due: () => [...timers].map(({ ms }) => ms) };
}

test('a client has a minute for its history as long as nobody waits', () => {
  const { deadline, due } = scene();
  assert.deepEqual(due(), []);
  deadline.reached('written');
  deadline.reached('acknowledged');
  assert.deepEqual(due(), [pushTimeout]);
  deadline.end();
  assert.deepEqual(due(), []);
});

test('it has less while others wait, but not before it can do anything', () => {
  const { deadline, due } = scene();
  deadline.hurry();
  assert.deepEqual(due(), []);
  deadline.reached('written');
  assert.deepEqual(due(), [pushTimeout, hurriedAck]);
  deadline.reached('acknowledged');
  assert.deepEqual(due(), [pushTimeout, hurriedTaking]);
  deadline.end();
  assert.deepEqual(due(), []);
});

test('others may come while it is sent', () => {
  for (const [stage, ms] of [
    ['written', hurriedAck],
    ['acknowledged', hurriedTaking],
  ] as const) {
    const { deadline, due } = scene();
    deadline.reached('written');
    deadline.reached(stage);
    deadline.hurry();
    assert.ok(due().includes(ms));
  }
});
