import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { viaGrant } from '#chat/rights/grant.ts';
import { hideInCommand } from '#client/typed-secrets.ts';
import { dialects } from '#dialects/index.ts';
import { viaNames } from '#text/via-names.ts';
import { secretCommands } from './secret-commands.ts';
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

test('what is secret in a typed command is hidden where it is typed', () => {
  for (const words of secretCommands)
    for (const gap of [' ', ',', ', ']) assert.doesNotMatch(hideInCommand(words.join(gap)), /s3cret/);
});

test('where people type commands, it is tested that what is secret in them is masked', () => {
  for (const { name } of dialects) {
    const folder = new URL(`../src/dialects/${name}/`, import.meta.url);
    const sources = readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
    const performs = sources.some((file) =>
      readFileSync(new URL(file, folder), 'utf8').includes("'#commands/perform.ts'"),
    );
    assert.equal(speeches[name]?.typed !== undefined, performs, `${name}: see \`typed\` in speeches.ts`);
  }
});
