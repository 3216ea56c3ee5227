// Plain JavaScript, because a thread that strips types holds 18 MB more for it.

import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

/** Milliseconds to wait for a server that is just making the database. */
const timeout = 5000;

const { from, to, applicationId, newest } = workerData;

parentPort?.postMessage(answer());
parentPort?.close();

/** `Reply` of backup.ts. */
function answer() {
  try {
    const refusal = copy();
    return refusal === undefined ? check() : { refusal };
  } catch (error) {
    const { message, errcode } = error instanceof Error ? error : new Error(String(error));
    return { message, errcode: typeof errcode === 'number' ? errcode : 0 };
  }
}

/** One read transaction: the copy is the database as it was at one moment, even if others write meanwhile. */
function copy() {
  const db = new DatabaseSync(from, { readOnly: true, timeout });
  try {
    if (pragma(db, 'application_id') !== applicationId) return 'foreign';
    if (pragma(db, 'user_version') > newest) return 'newer';
    db.prepare('VACUUM INTO ?').run(to);
    return undefined;
  } finally {
    db.close();
  }
}

/** Removes the epoch from the copy, so that a server started on it begins a new one, and checks all of it. */
function check() {
  const db = new DatabaseSync(to);
  try {
    db.exec("UPDATE progress SET mark = '' WHERE run = 0");
    const whole = pragma(db, 'integrity_check') === 'ok' && pragma(db, 'application_id') === applicationId;
    const entries = Number(db.prepare('SELECT count(*) AS n FROM entry').get()?.n);
    const accounts = Number(db.prepare('SELECT count(*) AS n FROM account').get()?.n);
    const last = db.prepare('SELECT at FROM entry ORDER BY seq DESC LIMIT 1').get();
    return { whole, version: pragma(db, 'user_version'), entries, accounts, upto: Number(last?.at ?? 0) };
  } finally {
    db.close();
  }
}

function pragma(db, name) {
  return db.prepare(`PRAGMA ${name}`).get()?.[name];
}
