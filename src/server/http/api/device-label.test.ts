import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deviceLabel } from './device-label.ts';

test('a device that gives itself no name is called by its browser and system', () => {
  const agents: readonly [string | undefined, string][] = [
    [undefined, 'program'],
    ['', 'program'],
    ['curl/8.14.1', 'curl'],
    ['python-requests/2.32', 'python-requests'],
    [`${'x'.repeat(500)}/1`, 'x'.repeat(64)],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 'Firefox on Linux'],
    [
      'Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0 Mobile Safari/537.36',
      'Chrome on Android',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0 Safari/537.36 Edg/150.0',
      'Edge on Windows',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1 (KHTML, like Gecko) Version/19.0 Mobile Safari/604.1',
      'Safari on iPhone',
    ],
  ];
  for (const [agent, label] of agents) assert.equal(deviceLabel(agent), label);
});
