import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { runWireshark } from '#lab/capture/tshark.ts';
import { tsharkMissing } from '#lab/capture/tshark-missing.suite.ts';
import { dissectorPicture } from '../examples/dissector-picture.ts';

/** Other versions have different texts in some lines. */
const drawn = '4.0';
const missing = await tsharkMissing();
const version = missing ? '' : (/\d+\.\d+/.exec(await runWireshark('tshark', ['--version']))?.[0] ?? '');
const skip = missing || (version !== drawn && `tshark ${version} is not ${drawn}, with which the picture was made`);

test('the picture of the dissector is what tshark shows', { skip }, async () => {
  const kept = readFileSync(new URL('../docs/dissector.svg', import.meta.url), 'utf8');
  assert.equal(await dissectorPicture(), kept, 'npm run examples -- --pictures makes it anew');
});
