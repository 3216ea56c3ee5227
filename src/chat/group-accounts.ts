import { isGroupName } from './names.ts';
import type { AccountRow, Store } from './ports.ts';

/** Accounts read at once. */
const page = 1000;

/** The accounts with the name of a group, by id, at most so many. */
export function groupAccounts(store: Pick<Store, 'accounts'>, limit: number): readonly AccountRow[] {
  const found: AccountRow[] = [];
  for (let after = 0; ;) {
    const rows = store.accounts(after, page);
    found.push(...rows.filter(({ name }) => isGroupName(name)));
    const last = rows.at(-1);
    if (!last || rows.length < page || found.length >= limit) return found.slice(0, limit);
    after = last.id;
  }
}
