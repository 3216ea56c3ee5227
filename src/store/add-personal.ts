import type { DatabaseSync } from 'node:sqlite';

/**
 * What users keep for themselves. `member.back`: the draft that moved `read` back, 0 if none has. `member.level`: of what the
 * user is told; null: of all. `ignored`: whose messages are not shown to a user. `away`: the text it left when it went away.
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
