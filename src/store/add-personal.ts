import type { DatabaseSync } from 'node:sqlite';

/**
 * Personal settings of users. `member.back`: the draft that moved `read` back; 0: none. `member.level`: the
 * notification level; null: all. `ignored`: whose messages are not shown to a user. `away`: the text that the user set
 * when it went away.
 */
export function addPersonal(db: DatabaseSync): void {
  db.exec(`
    ALTER TABLE member ADD COLUMN back INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE member ADD COLUMN level TEXT;
    ALTER TABLE account ADD COLUMN away TEXT NOT NULL DEFAULT '';
    ALTER TABLE guest ADD COLUMN away TEXT NOT NULL DEFAULT '';
    CREATE TABLE ignored (
      user INTEGER NOT NULL,
      whom INTEGER NOT NULL,
      PRIMARY KEY (user, whom)
    ) WITHOUT ROWID;
    CREATE INDEX ignored_whom ON ignored (whom);
  `);
}
