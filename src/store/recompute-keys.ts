import type { DatabaseSync } from 'node:sqlite';
import { exactKey } from '#chat/names/name-keys.ts';
import { asWritten, type Name, parseChannel, parseName } from '#chat/names/names.ts';

/** Recomputes the keys of accounts and channels, their folded names, by the present rules. */
export function recomputeKeys(db: DatabaseSync): void {
  recomputeTable(db, 'account', (name) => typeof parseName(name) !== 'string');
  recomputeTable(db, 'room', (name) => typeof parseChannel(name) !== 'string');
}

/**
 * A name that is no longer valid, or is now equal to another one, gets the key of its exact form. Of equal names, the
 * one that had this key keeps it; otherwise the oldest gets it.
 */
function recomputeTable(db: DatabaseSync, table: 'account' | 'room', isValid: (name: string) => boolean): void {
  const held = db.prepare(`SELECT id FROM ${table} WHERE folded = ?`);
  const hold = db.prepare(`UPDATE ${table} SET folded = ? WHERE id = ?`);
  const moved: { readonly id: number; readonly name: Name; readonly valid: boolean }[] = [];
  const rows = db.prepare(`SELECT id, name, folded FROM ${table} WHERE folded IS NOT NULL ORDER BY id`);
  for (const row of rows.iterate()) {
    const name = asWritten(String(row['name']));
    const valid = isValid(name.name);
    if (!valid || name.folded !== row['folded']) moved.push({ id: Number(row['id']), name, valid });
  }
  for (const { id, name } of moved) hold.run(exactKey(name), id);
  for (const { id, name, valid } of moved) if (valid && !held.get(name.folded)) hold.run(name.folded, id);
}
