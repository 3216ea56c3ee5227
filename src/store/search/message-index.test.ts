import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';

import { inboxOf } from '#chat/ports.ts';
import { openIndexFile } from './index-file.ts';
import { begin, found } from './message-index.suite.ts';

test('an index continues where it was closed', (t) => {
  const stage = begin(t);
  const first = stage.log.say('hello world');
  const engine = stage.engine();
  engine.follow('epoch', stage.log.last);
  stage.turns.run();
  engine.close();
  const second = stage.log.say('hello again');
  const next = stage.engine();
  next.follow('epoch', stage.log.last);
  assert.deepEqual(found(next, 'hello'), [second, first]);
  assert.deepEqual(stage.opened, [false, false]);
});

test('over many tables the newest come first, page by page', (t) => {
  const { log, engine } = begin(t);
  const seqs = Array.from({ length: 100 }, (_, at) => log.say(at % 3 === 0 ? 'fizz' : 'other'));
  const fizz = seqs.filter((_, at) => at % 3 === 0).reverse();
  const made = engine();
  made.follow('epoch', log.last);
  assert.deepEqual(found(made, 'fizz'), fizz);
  const pages = [found(made, 'fizz', { limit: 20 }), found(made, 'fizz', { limit: 20, below: fizz[19] ?? 0 })];
  assert.deepEqual(pages.flat(), fizz);
});

test('private messages are found by both users, through their own words for where they are', (t) => {
  const { log, engine } = begin(t);
  const seq = log.say('just us', { id: 7, name: 'bob' });
  const made = engine();
  made.follow('epoch', log.last);
  for (const [user, hits] of [
    [1, [seq]],
    [2, [seq]],
    [3, []],
  ] as const) {
    assert.deepEqual(found(made, 'us', { parts: [{ room: inboxOf(user), after: 0, before: Infinity }] }), hits);
  }
});

test('as many rooms as a user may be in can be searched at once', (t) => {
  const { log, engine } = begin(t);
  const seq = log.say('hello');
  const made = engine();
  made.follow('epoch', log.last);
  const parts = Array.from({ length: 251 }, (_, at) => ({ room: at + 1, after: 0, before: Infinity }));
  assert.deepEqual(found(made, 'hello', { parts }), [seq]);
});

test('a changed text is found by its new words only, and the old ones are gone from the file', (t) => {
  const { log, engine, file, turns } = begin(t);
  const seq = log.say('the zebracrossing');
  log.say('something else');
  const made = engine();
  made.follow('epoch', log.last);
  turns.run();
  assert.ok(readFileSync(file).includes('zebracrossing'));
  log.change(seq, 'the crossroads');
  made.follow('epoch', log.last);
  turns.run();
  assert.deepEqual(found(made, 'zebracrossing'), []);
  assert.deepEqual(found(made, 'crossroads'), [seq]);
  assert.ok(!readFileSync(file).includes('zebracrossing'));
});

test('a removed text is found by nothing, and gone after a restart that came before it was dropped', (t) => {
  const { log, engine, file, turns } = begin(t);
  const seq = log.say('the zebracrossing');
  const first = engine();
  first.follow('epoch', log.last);
  assert.deepEqual(found(first, 'zebracrossing'), [seq]);
  log.change(seq, '');
  first.follow('epoch', log.last);
  assert.deepEqual(found(first, 'zebracrossing'), []);
  first.close();
  const second = engine();
  second.follow('epoch', log.last);
  turns.run();
  assert.ok(!readFileSync(file).includes('zebracrossing'));
});

test('a text that has changed since is not found by its old words, even before the index knows', (t) => {
  const { log, engine } = begin(t);
  const seq = log.say('old words');
  const made = engine();
  made.follow('epoch', log.last);
  assert.deepEqual(found(made, 'old'), [seq]);
  log.change(seq, 'new words');
  assert.deepEqual(found(made, 'old'), []);
});

for (const [what, damage] of [
  ['is no database', (file: string) => writeFileSync(file, 'not a database at all, but long enough to be read as one')],
  ['has damaged pages', (file: string) => writeFileSync(file, readFileSync(file).fill(0x5a, 8192))],
  ['is of another version', (file: string) => setVersion(file)],
] as const) {
  test(`an index that ${what} is created again`, (t) => {
    const { log, engine, file, turns } = begin(t);
    const seq = log.say('hello world');
    const first = engine();
    first.follow('epoch', log.last);
    turns.run();
    first.close();
    damage(file);
    const second = engine();
    second.follow('epoch', log.last);
    assert.deepEqual(found(second, 'hello'), [seq]);
  });
}

function setVersion(file: string): void {
  const db = openIndexFile(file);
  db.exec('PRAGMA user_version = 99; DROP TABLE word_table');
  db.close();
}

test('messages that were said, edited and removed before the index looked are found as they are', (t) => {
  const { log, engine } = begin(t);
  const [kept, edited, removed] = [log.say('hello one'), log.say('hello two'), log.say('hello three')];
  log.change(edited, 'hello four');
  log.change(removed, '');
  const made = engine();
  made.follow('epoch', log.last);
  assert.deepEqual(found(made, 'hello'), [edited, kept]);
  assert.deepEqual(found(made, 'four'), [edited]);
});

test('many changed messages are found as they are, in the index already or not', (t) => {
  const { log, engine } = begin(t);
  const seqs = Array.from({ length: 20 }, () => log.say('hello'));
  const made = engine();
  made.follow('epoch', log.last);
  assert.equal(found(made, 'hello').length, 20);
  for (const seq of seqs) log.change(seq, seq % 2 === 0 ? 'hello again' : '');
  made.follow('epoch', log.last);
  assert.deepEqual(found(made, 'hello'), seqs.filter((seq) => seq % 2 === 0).reverse());
});

test('while it is held, nothing is taken in but for a search', (t) => {
  const { log, engine, turns } = begin(t);
  const seqs = Array.from({ length: 5000 }, () => log.say('hello'));
  const made = engine();
  made.follow('epoch', log.last);
  made.hold();
  turns.run();
  assert.deepEqual(turns.next, []);
  assert.equal(found(made, 'hello', { limit: 1 })[0], seqs.at(-1));
  const last = log.say('later');
  made.follow('epoch', log.last);
  turns.run();
  assert.deepEqual(found(made, 'later'), [last]);
});

test('an index of another order, or of a longer log, is created again', (t) => {
  const { log, engine, opened } = begin(t);
  log.say('hello');
  log.say('hello');
  const made = engine();
  made.follow('epoch', log.last);
  assert.equal(found(made, 'hello').length, 2);
  log.entries.pop();
  made.follow('epoch', log.last);
  assert.equal(found(made, 'hello').length, 1);
  made.follow('other', log.last);
  assert.equal(found(made, 'hello').length, 1);
  assert.deepEqual(opened, [false, true, true]);
});

test('an index that cannot be written warns once, and continues later', (t) => {
  const stage = begin(t);
  const seq = stage.log.say('hello');
  let failing = true;
  const engine = stage.engine();
  const { log } = stage;
  const read = log.textChanges.bind(log);
  log.textChanges = (after, upto, limit) => {
    if (failing) throw new Error('disk full');
    return read(after, upto, limit);
  };
  engine.follow('epoch', log.last);
  stage.turns.run();
  assert.deepEqual(stage.warnings, ['Messages cannot be added to the search index (disk full); the chat continues.']);
  failing = false;
  stage.turns.run();
  stage.turns.run();
  assert.deepEqual(found(engine, 'hello'), [seq]);
});
