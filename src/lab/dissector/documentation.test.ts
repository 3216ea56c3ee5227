import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { tsharkMissing } from '../capture/tshark-missing.suite.ts';
import { captureOf, tshark } from './dissected.suite.ts';

const skip = await tsharkMissing();
const page = readFileSync(new URL('../../../docs/dissector.md', import.meta.url), 'utf8');
const spans = [...page.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);

const preference = /\.(?:ports|psh|desegment|heuristic|unfinished|lua)\b/;
const field = /^(?:tsam|chatroom|nick|direct|pdu)(?:\.[a-z_0-9]+)*$/;
const filter = /^[a-z_.]+ (?:==|>|contains|&&|\|\|) /;

test('every field and display filter in the documentation is one', { skip }, async () => {
  const written = spans.filter((span) => (field.test(span) || filter.test(span)) && !preference.test(span));
  assert.ok(written.length > 80, `${written.length} were found`);
  // With an invalid filter tshark fails, and names it.
  await tshark(captureOf([]), ['-Y', written.map((each) => `(${each})`).join(' || ')]);
});
