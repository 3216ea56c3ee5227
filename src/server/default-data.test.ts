import assert from 'node:assert/strict';
import { test } from 'node:test';

import { defaultData } from './default-data.ts';

test('POLYLOGUE_DATA names the data directory; an empty value is ignored', (t) => {
  const { POLYLOGUE_DATA: before } = process.env;
  t.after(() => {
    if (before === undefined) delete process.env['POLYLOGUE_DATA'];
    else process.env['POLYLOGUE_DATA'] = before;
  });
  delete process.env['POLYLOGUE_DATA'];
  assert.equal(defaultData(), './polylogue-data');
  process.env['POLYLOGUE_DATA'] = '/srv/chat';
  assert.equal(defaultData(), '/srv/chat');
  process.env['POLYLOGUE_DATA'] = '';
  assert.equal(defaultData(), './polylogue-data');
});
