import assert from 'node:assert/strict';
import { test } from 'node:test';
import { masked } from './record.ts';

test('the page shows no secret that it sends, whatever has it', () => {
  const hunter = btoa('NICK bob hunter2');
  for (const line of [
    '{"type":"login","name":"bob","password":"hunt\\"er2"}',
    '{"type":"set","room":"#tea","name":"key","value":"hunter2"}',
    `{"type":"play-send","id":1,"bytes":"${hunter}"}`,
  ]) {
    const shown = masked(line, 'client');
    assert.equal(shown.length, line.length);
    assert.doesNotMatch(shown, /er2/);
    assert.ok(!shown.includes(hunter), shown);
  }
  const played = '{"type":"played","id":1,"bytes":"SEVMTE8="}';
  assert.equal(masked(played, 'server'), played, 'what a playground writes was masked by the server');
  const error = '{"type":"error","ref":1,"code":"no-room"}';
  assert.equal(masked(error, 'server'), error);
});
