import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Seq } from '#chat/event.ts';

/** The version of the tables and of the comparison of words: an index of another version is created again. */
const version = 1;

/** The statements of one table. */
interface Table {
  readonly add: StatementSync;
  readonly remove: StatementSync;
  readonly newest: StatementSync;
  readonly ranked: StatementSync;
}

/**
 * The words of messages, without their texts: one FTS5 table for each `seqs` places of the order. With small tables the
 * newest messages are found without reading the others, and erasing a word is cheap: SQLite drops it when all parts of
 * its table are merged.
 */
export class WordTables {
  readonly #db: DatabaseSync;
  readonly #seqs: number;
  readonly #tables = new Map<number, Table>();
  /** The numbers of all tables, in descending order. */
  #numbers: number[] = [];

  constructor(db: DatabaseSync, seqs: number) {
    this.#db = db;
    this.#seqs = seqs;
    db.exec('CREATE TABLE IF NOT EXISTS word_table (number INTEGER PRIMARY KEY, stale INTEGER NOT NULL)');
    db.exec('CREATE TABLE IF NOT EXISTS place (one INTEGER PRIMARY KEY CHECK (one = 1), epoch TEXT, upto INTEGER)');
    db.exec(`PRAGMA user_version = ${version}`);
    const rows = db.prepare('SELECT number FROM word_table ORDER BY number DESC').all();
    this.#numbers = rows.map((row) => Number(row['number']));
  }

  /** Whether a database was made by this version, or is empty. */
  static fits(db: DatabaseSync): boolean {
    const found = Number(db.prepare('PRAGMA user_version').get()?.['user_version']);
    return found === version || found === 0;
  }

  /** The epoch, and the place up to which the log is in the index. */
  place(): { readonly epoch: string; readonly upto: Seq } {
    const row = this.#db.prepare('SELECT epoch, upto FROM place').get();
    return { epoch: String(row?.['epoch'] ?? ''), upto: Number(row?.['upto'] ?? 0) };
  }

  moveTo(epoch: string, upto: Seq): void {
    this.#db.prepare('INSERT OR REPLACE INTO place (one, epoch, upto) VALUES (1, ?, ?)').get(epoch, upto);
  }

  numberOf(seq: Seq): number {
    return Math.floor(seq / this.#seqs);
  }

  /** Numbers of the tables that may have messages below a place, in descending order. */
  below(seq: Seq): readonly number[] {
    return this.#numbers.filter((number) => number * this.#seqs < seq);
  }

  /** The first place of a table. */
  beginOf(number: number): Seq {
    return number * this.#seqs;
  }

  add(seq: Seq, words: string, tags: string): void {
    this.#tableOf(this.numberOf(seq)).add.get(seq, words, tags);
  }

  /**
   * The words of the message remain in the file until its table is merged. Not with `run()`: it reads the last rowid,
   * which may be too large for a number after a change to a contentless table, and then throws.
   */
  remove(seq: Seq): void {
    const number = this.numberOf(seq);
    if (!this.#numbers.includes(number)) return;
    this.#tableOf(number).remove.get(seq);
    this.#db.prepare('UPDATE word_table SET stale = 1 WHERE number = ?').get(number);
  }

  /** The numbers of tables with words to erase. */
  stale(): readonly number[] {
    const rows = this.#db.prepare('SELECT number FROM word_table WHERE stale = 1').all();
    return rows.map((row) => Number(row['number']));
  }

  /** Merges the parts of a table, without removed words. */
  merge(number: number): void {
    if (!this.#numbers.includes(number)) return;
    this.#db.exec(`INSERT INTO words_${number} (words_${number}) VALUES ('optimize')`);
    this.#db.prepare('UPDATE word_table SET stale = 0 WHERE number = ?').get(number);
  }

  /** Seqs of matching messages, in descending order. */
  newest(number: number, expression: string, below: Seq, limit: number): readonly Seq[] {
    return this.#tableOf(number)
      .newest.all(expression, below, limit)
      .map((row) => Number(row['rowid']));
  }

  /** The newest matching messages with their rank: the lower, the better. */
  ranked(number: number, expression: string, below: Seq, limit: number): readonly (readonly [Seq, number])[] {
    const rows = this.#tableOf(number).ranked.all(expression, below, limit);
    return rows.map((row) => [Number(row['rowid']), Number(row['score'])]);
  }

  #tableOf(number: number): Table {
    let table = this.#tables.get(number);
    if (!table) this.#tables.set(number, (table = this.#open(number)));
    return table;
  }

  #open(number: number): Table {
    const name = `words_${number}`;
    if (!this.#numbers.includes(number)) {
      this.#db.exec(
        `CREATE VIRTUAL TABLE ${name} USING fts5(words, tags, content='', contentless_delete=1, tokenize='ascii')`,
      );
      this.#db.prepare('INSERT INTO word_table (number, stale) VALUES (?, 0)').get(number);
      this.#numbers = [...this.#numbers, number].sort((one, other) => other - one);
    }
    const matching = `FROM ${name} WHERE ${name} MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?`;
    return {
      add: this.#db.prepare(`INSERT INTO ${name} (rowid, words, tags) VALUES (?, ?, ?)`),
      remove: this.#db.prepare(`DELETE FROM ${name} WHERE rowid = ?`),
      newest: this.#db.prepare(`SELECT rowid ${matching}`),
      ranked: this.#db.prepare(`SELECT rowid, bm25(${name}, 1, 0) AS score ${matching}`),
    };
  }
}
