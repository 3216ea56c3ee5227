import { DatabaseSync } from 'node:sqlite';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { migrate, migrations } from '#store/migrations.ts';

const usage = 'node bench/fill.ts DIR [--accounts 1000000] [--rooms 100000] [--entries 1000000] [--members 3]';

/**
 * Creates a large data directory within a minute, as after some years: accounts, channels, `members` memberships per
 * account, and entries spread evenly over the channels.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    accounts: { type: 'string', default: '1000000' },
    rooms: { type: 'string', default: '100000' },
    entries: { type: 'string', default: '1000000' },
    members: { type: 'string', default: '3' },
  },
});

const [dir] = positionals;
if (dir === undefined) throw new Error(usage);
mkdirSync(dir, { recursive: true });
const db = new DatabaseSync(join(dir, 'polylogue.db'));
// Written with an old schema, and then migrated.
migrate(db, migrations.slice(0, 6));
db.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144; BEGIN');
fill(Number(values.accounts), Number(values.rooms), Number(values.entries), Number(values.members));
db.exec('COMMIT; PRAGMA journal_mode = WAL');
const began = performance.now();
migrate(db);
process.stdout.write(`migrated in ${Math.round(performance.now() - began)} ms\n`);
db.close();

/** Seqs: 1 founds the order, 2 begins a run; then the accounts, the rooms, the entries. */
function fill(accounts: number, rooms: number, entries: number, members: number): void {
  const room = 2 + accounts;
  const entry = room + rooms;
  const count = (to: number): string =>
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${to})`;
  const at = 1_700_000_000_000;
  // As long as a real one, so that the table is as large.
  const secret = `$argon2id$v=19$m=65536,t=3,p=1$${'c2FsdHNhbHRzYWx0c2FsdA'}$${'aGFzaA'.repeat(7)}`;
  db.exec(`
    INSERT INTO entry VALUES (1, 'fill-1', ${at}, 0, 'server', NULL, NULL, 'founded', 'filled');
    INSERT INTO entry VALUES (2, 'fill-2', ${at}, 0, 'server', NULL, NULL, 'began', '["fill",1]');
    ${count(accounts)} INSERT INTO account (id, name, folded, version, secret) SELECT 2 + i, 'user' || i, 'user' || i, 1, '${secret}' FROM n;
    ${count(rooms)} INSERT INTO room SELECT ${room} + i, '#room' || i, '#room' || i, NULL, NULL FROM n;
    ${count(accounts * members)} INSERT OR IGNORE INTO member
      SELECT ${room + 1} + (i * 7919) % ${rooms}, 2 + (i + ${members - 1}) / ${members}, 'member', ${entry}, NULL, ${entry} FROM n;
    ${count(entries)} INSERT INTO entry
      SELECT ${entry} + i, printf('fill-%d', 2 + i), ${at} + i, 2 + (i * 31) % ${accounts} + 1, 'user' || ((i * 31) % ${accounts} + 1),
        ${room} + (i * 7919) % ${rooms} + 1, '#room' || ((i * 7919) % ${rooms} + 1), 'message', printf('message %d %090d', i, i)
      FROM n;
    INSERT INTO room_entry SELECT room, seq FROM entry WHERE room IS NOT NULL ORDER BY room, seq;
    INSERT INTO progress VALUES (0, 'filled', '', ${entry + entries}, ${at + entries}, ${entry + entries}, '');
    INSERT INTO progress VALUES (2, 'fill', 'fill', ${2 + entries}, 0, 0, '');
  `);
}
