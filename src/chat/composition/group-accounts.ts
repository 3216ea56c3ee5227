import type { ChatOptions } from './chat-options.ts';
import type { RunningChat } from '#chat/chat.ts';
import { isGroupName, parseGroup } from '#chat/names/names.ts';
import type { AccountRow, Store } from '#chat/ports.ts';

/** Accounts read at once. */
const page = 1000;

export interface GroupAccountsOptions extends Pick<ChatOptions, 'store' | 'passwords' | 'newId'> {
  readonly accountNamed: RunningChat['accountNamed'];
  readonly command: RunningChat['command'];
}

/** The accounts of groups: see `Chat.group` and `Chat.groups`. */
export function groupAccounts({
  store,
  passwords,
  newId,
  accountNamed,
  command,
}: GroupAccountsOptions): Pick<RunningChat, 'group' | 'groups'> {
  let secret: Promise<string> | undefined;
  return {
    async group(name) {
      const known = accountNamed(name);
      if (known) return typeof parseGroup(name) === 'string' ? undefined : known;
      // One for all of them: nobody knows the password, and a hash takes long.
      secret ??= passwords.hash(newId() + newId());
      await command({ kind: 'registered', name, secret: await secret, group: true });
      return accountNamed(name);
    },
    groups: (limit) => allGroups(store, limit),
  };
}

/** The accounts with the name of a group, by id, at most this many. */
function allGroups(store: Pick<Store, 'accounts'>, limit: number): readonly AccountRow[] {
  const found: AccountRow[] = [];
  for (let after = 0; ;) {
    const rows = store.accounts(after, page);
    found.push(...rows.filter(({ name }) => isGroupName(name)));
    const last = rows.at(-1);
    if (!last || rows.length < page || found.length >= limit) return found.slice(0, limit);
    after = last.id;
  }
}
