/**
 * The cost of the search: creates a log of a million messages in its own directory, indexes it, and searches it. Prints
 * the speed of indexing, the size of the index and of the log, and the time for the first 20 hits.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import { parseQuery } from '#chat/search/search-query.ts';
import type { Find } from '#chat/search/search-index.ts';
import { migrate } from '#store/migrations.ts';
import { openIndexFile } from '#store/search/index-file.ts';
import { openLog } from '#store/search/log-source.ts';
import { MessageIndex } from '#store/search/message-index.ts';

const { values } = parseArgs({
  options: { entries: { type: 'string', default: '1000000' }, rooms: { type: 'string', default: '200' } },
});
const [entries, rooms] = [Number(values.entries), Number(values.rooms)];
/** Different words. The nth is used roughly once in n words. */
const words = 30_000;
/** Measured searches of each kind. */
const rounds = 200;

const dir = mkdtempSync(join(tmpdir(), 'polylogue-bench-'));
function run(): void {
  const [file, indexFile] = [join(dir, 'polylogue.db'), join(dir, 'search.db')];
  fill(file);
  const log = openLog(file);
  const db = openIndexFile(indexFile);
  const index = new MessageIndex({ db, log, seqs: 32_768, elapsed: () => performance.now() });
  const began = performance.now();
  while (index.takeIn('bench', entries));
  const took = performance.now() - began;
  const [logSize, indexSize] = [file, indexFile].map((each) => statSync(each).size);
  const share = (indexSize ?? 0) / (logSize ?? 1);
  say(`caught up: ${Math.round((1000 * entries) / took)} entries/s`);
  say(`index: ${size(indexSize)} beside a log of ${size(logSize)}: ${share.toFixed(2)}`);
  const all = Array.from({ length: rooms }, (_, at) => at + 1);
  for (const [what, make] of searches) {
    const times: number[] = [];
    let hits = 0;
    for (let round = 0; round < rounds; round++) {
      const before = performance.now();
      hits += index.find(findOf(make(), round % 2 === 0 ? all : all.slice(0, 10))).hits.length;
      times.push(performance.now() - before);
    }
    times.sort((one, other) => one - other);
    const at = (part: number): string => `${(times[Math.floor(part * rounds)] ?? 0).toFixed(1)} ms`;
    say(`${what}: p50 ${at(0.5)}, p99 ${at(0.99)}, ${(hits / rounds).toFixed(1)} hits`);
  }
  db.close();
  log.close();
}

const searches: readonly (readonly [string, () => string])[] = [
  ['a frequent word', () => wordAt(Math.ceil(20 * Math.random()))],
  ['a word of the middle', () => wordAt(500 + Math.ceil(500 * Math.random()))],
  ['a rare word', () => wordAt(words - Math.ceil(1000 * Math.random()))],
  ['a word that is nowhere', () => 'nowhere'],
  ['two words', () => `${someWord()} ${someWord()}`],
  ['a phrase', () => `"${wordAt(3)} ${wordAt(5)}"`],
  ['a beginning', () => `${wordAt(2000).slice(0, 2)}*`],
  ['from a person', () => `${someWord()} from:user7`],
  ['the best of a frequent word', () => `${wordAt(Math.ceil(20 * Math.random()))} sort:best`],
];

function findOf(text: string, where: readonly number[]): Find {
  const query = parseQuery(text, Date.now());
  if ('error' in query) throw new Error(query.error);
  const parts = where.map((room) => ({ room, after: 0, before: Infinity }));
  const { terms, from, after, before, ranked } = query;
  return { terms, from, without: new Set(), after, before, ranked, parts, limit: 20, below: Infinity };
}

/** Each word is different, and as long as words are. */
function wordAt(rank: number): string {
  return `${(rank * 7919 * 31).toString(36)}${'aeiou'[rank % 5]}`;
}

/** By Zipf's law. */
function someWord(): string {
  return wordAt(Math.floor(Math.exp(Math.random() * Math.log(words))));
}

function fill(file: string): void {
  const db = new DatabaseSync(file);
  migrate(db);
  db.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN');
  const addRoom = db.prepare('INSERT INTO room (id, name, folded) VALUES (?, ?, ?)');
  for (let room = 1; room <= rooms; room++) addRoom.run(room, `#room${room}`, `#room${room}`);
  const add = db.prepare(`INSERT INTO entry (seq, id, at, from_id, from_name, room, room_name, kind, body)
    VALUES (?, ?, ?, ?, ?, ?, ?, 'message', ?)`);
  for (let seq = 1; seq <= entries; seq++) {
    const [user, room] = [1 + Math.floor(200 * Math.random()), 1 + Math.floor(rooms * Math.random())];
    const text = Array.from({ length: 3 + Math.floor(15 * Math.random()) }, someWord).join(' ');
    add.run(
      seq,
      `benchrun-${seq.toString(36)}`,
      1_700_000_000_000 + seq,
      user,
      `user${user}`,
      room,
      `#room${room}`,
      text,
    );
  }
  db.exec('COMMIT; PRAGMA journal_mode = WAL');
  db.close();
}

const size = (bytes = 0): string => `${(bytes / 1e6).toFixed(0)} MB`;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  run();
} finally {
  rmSync(dir, { recursive: true });
}
