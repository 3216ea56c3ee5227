import assert from 'node:assert/strict';
import { test } from 'node:test';

import { KnownNetworks } from './known-networks.ts';

test('KnownNetworks remembers the last eight networks of an account', () => {
  const known = new KnownNetworks();
  for (let n = 0; n < 9; n++) {
    known.add(1, `network${n}`);
    known.add(1, 'home');
  }
  assert.ok(known.has(1, 'home'));
  assert.ok(known.has(1, 'network8'));
  assert.ok(!known.has(1, 'network1'));
  assert.ok(!known.has(2, 'home'));
});

test('KnownNetworks remembers the ten thousand accounts that logged in last', () => {
  const known = new KnownNetworks();
  known.add(1, 'home');
  known.add(2, 'home');
  for (let account = 3; account <= 10_000; account++) known.add(account, 'elsewhere');
  known.add(1, 'home');
  known.add(10_001, 'elsewhere');
  assert.ok(known.has(1, 'home'), 'it has just come');
  assert.ok(!known.has(2, 'home'));
});
