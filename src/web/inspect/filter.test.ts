import assert from 'node:assert/strict';
import { test } from 'node:test';

import { filterOf } from './filter.ts';
import { seenFrame } from './frame.ts';

const text = '{"type":"said","room":{"id":1,"name":"lobby"},"from":{"id":2,"name":"Bob"},"text":"1 + 1 (of *many*)"}';
const frame = seenFrame({ nth: 1, link: 1, at: 0, from: 'server', text, bytes: text.length + 1 });

function finds(typed: string): boolean {
  const filter = filterOf(typed);
  return filter === undefined || frame.has(filter);
}

test('a frame is found by what is in it, in any case and without patterns', () => {
  for (const typed of ['', 'said', '"id":2', 'bob', '1 + 1', '(of *many*)']) assert.ok(finds(typed), typed);
  for (const typed of ['left', '.', 'b.b', 'carol']) assert.ok(!finds(typed), typed);
});

test('it is found by its title, too, whose words are in different places of it', () => {
  assert.equal(frame.title, 'said lobby 1 + 1 (of *many*)');
  assert.ok(!text.includes('said lobby'));
  assert.ok(finds('Said lobby 1'));
  assert.ok(finds('said '), 'while the next word is being typed');
  assert.ok(!finds('lobby said'));
});

test('a title is not made for a frame that lacks one of the words', () => {
  const other = seenFrame({ nth: 2, link: 1, at: 0, from: 'server', text, bytes: text.length + 1 });
  const filter = filterOf('said carol');
  assert.ok(filter);
  const looked: string[] = [];
  const whole = Object.assign(new RegExp(filter.whole), {
    test(line: string) {
      looked.push(line);
      return filter.whole.test(line);
    },
  });
  assert.ok(!other.has({ ...filter, whole }));
  assert.deepEqual(looked, [text]);
});
