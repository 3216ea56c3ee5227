import assert from 'node:assert/strict';
import { test } from 'node:test';
import { viaGrant } from '#chat/grant.ts';
import { dialects } from '#dialects/index.ts';
import { speeches, versions } from './dialect-speech.ts';
import { dialectSuite } from './dialect-suite.ts';

for (const dialect of dialects) {
  const speech = speeches[dialect.name];
  if (speech) dialectSuite(dialect, speech);
  else test(`${dialect.name} has no speech in dialect-speech.ts`, () => assert.fail('it says how people speak there'));
}

for (const [title, { dialect: name, speech }] of Object.entries(versions)) {
  const dialect = dialects.find((each) => each.name === name);
  if (dialect) dialectSuite({ ...dialect, name: title }, speech);
}

test('each dialect has its own number, which never changes', () => {
  assert.deepEqual(Object.fromEntries(dialects.map(({ name, number }) => [name, number])), {
    nick: 1,
    direct: 2,
    tsam: 3,
    chatroom: 4,
    pdu: 5,
    web: 6,
  });
  assert.ok(!dialects.some(({ number }) => number === viaGrant), 'nor that of the HTTP API');
});
