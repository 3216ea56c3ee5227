import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface StoredMessage {
  readonly seq: number;
  readonly from: string;
  /** A channel, or whom it was said to. */
  readonly room: string;
  readonly text: string;
}

/** What a data directory holds, read with plain SQL: the tests' own judge of what the store has kept. */
export interface StoredLog {
  readonly messages: readonly StoredMessage[];
  /** The highest seq anywhere in it. */
  readonly last: number;
  /** Names and ids of those who are present. */
  readonly present: ReadonlyMap<string, number>;
}

const lastSeq = `
  SELECT max((SELECT coalesce(max(seq), 0) FROM entry), (SELECT coalesce(max(upto), 0) FROM progress WHERE run = 0),
    (SELECT coalesce(max(id), 0) FROM guest), (SELECT coalesce(max(id), 0) FROM room)) AS seq`;

/** Reads without writing, whether a server runs on the directory, was killed, or has left it in order. */
export function readLog(dir: string): StoredLog {
  const db = new DatabaseSync(join(dir, 'polylogue.db'), { readOnly: true, timeout: 5000 });
  try {
    db.exec('BEGIN');
    const messages = db
      .prepare("SELECT seq, from_name, room_name, body FROM entry WHERE kind = 'message' ORDER BY seq")
      .all();
    const present = db.prepare('SELECT DISTINCT name, id FROM session JOIN guest ON id = user').all();
    return {
      messages: messages.map((row) => ({
        seq: Number(row['seq']),
        from: String(row['from_name']),
        room: String(row['room_name']),
        text: String(row['body']),
      })),
      last: Number(db.prepare(lastSeq).get()?.['seq']),
      present: new Map(present.map((row) => [String(row['name']), Number(row['id'])])),
    };
  } finally {
    db.close();
  }
}

export const textsIn = (dir: string): readonly string[] => readLog(dir).messages.map(({ text }) => text);
