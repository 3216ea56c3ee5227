import assert from 'node:assert/strict';
import { test } from 'node:test';
import { viaGrant } from '#chat/grant.ts';
import { dialects } from '#dialects/index.ts';
import { viaNames } from '#text/via-names.ts';
import { speeches, versions } from './speeches.ts';
import { dialectSuite } from './dialect-suite.ts';

for (const dialect of dialects) {
  const speech = speeches[dialect.name];
  if (speech) dialectSuite(dialect, speech);
  else test(`${dialect.name} has no row in speeches.ts`, () => assert.fail('it says how people speak there'));
}

for (const [title, { dialect: name, speech }] of Object.entries(versions)) {
  const dialect = dialects.find((each) => each.name === name);
  if (dialect) dialectSuite({ ...dialect, name: title }, speech);
  else test(`${title} is a version of ${name}`, () => assert.fail('there is no such dialect'));
}

test('each dialect has its own number, which is in the table', () => {
  const { [viaGrant]: api, ...named } = viaNames;
  assert.equal(api, 'API');
  assert.deepEqual(Object.fromEntries(dialects.map(({ name, number }) => [number, name])), named);
});
