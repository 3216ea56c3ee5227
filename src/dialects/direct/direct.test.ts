import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Chat } from '#chat/chat.ts';
import { openRules } from '#chat/settings/listener-rules.ts';

import { direct } from './direct.ts';

test('a pause is a number of milliseconds', () => {
  const listen = (pause: string): unknown =>
    direct.listen({} as Chat, { rules: openRules, journal: () => {}, options: { pause } });
  for (const pause of ['1', '30', '60000']) assert.equal(typeof listen(pause), 'function', pause);
  for (const pause of ['0', '60001', '-1', '1.5', 'soon', '', '1e3']) {
    assert.throws(() => listen(pause), new RegExp(`from 1 to 60000; "${pause}" is not one`), pause);
  }
});
