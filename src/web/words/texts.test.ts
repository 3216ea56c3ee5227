import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { english } from './english.ts';
import { german } from './german.ts';
import { choose } from './texts.ts';

suite('languages', () => {
  test('the first that the page speaks, or English', async () => {
    assert.equal(await choose(['fr', 'de-AT', 'en']), german);
    assert.equal(await choose(['fr']), english);
    assert.equal(await choose([]), english);
  });
  test('German says everything that English says', () => {
    // English uses the texts of the server and of the table of commands.
    const filled = new Set(['errors', 'commands', 'dialects']);
    const paths = (value: object, before = ''): readonly string[] =>
      Object.entries(value).flatMap(([key, inner]) =>
        typeof inner === 'object' && !filled.has(key) ? paths(inner, `${before}${key}.`) : [`${before}${key}`],
      );
    assert.deepEqual(paths(german).toSorted(), paths(english).toSorted());
  });
});
