import type { AccountRow } from '#chat/ports.ts';
import { accountKey } from '#chat/names/name-keys.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { visible } from '#text/visible.ts';
import type { ChatOrStore, Results } from './chat-or-store.ts';
import type { AccountRecord } from './record.ts';
import type { ControlRequest } from './request.ts';

/** Accounts read at a time. */
const pageSize = 200;

export async function* accounts(source: ChatOrStore, name: string | undefined): Results {
  const { store, turn } = source;
  if (name !== undefined) {
    const account = store.accountNamed(accountKey(store, name));
    if (account) yield [accountOf(source, account)];
    return account ? undefined : noAccount(name);
  }
  for (let after = 0; ;) {
    await turn();
    const page = store.accounts(after, pageSize);
    yield page.map((account) => accountOf(source, account));
    const last = page.at(-1);
    if (!last || page.length < pageSize) return undefined;
    after = last.id;
  }
}

const accountOf = ({ present }: ChatOrStore, { id, name, at, serverRole }: AccountRow): AccountRecord => ({
  name,
  registered: at === 0 ? null : new Date(at).toISOString(),
  present: present(name)?.id === id,
  ...(serverRole && { role: serverRole }),
});

type Change = ControlRequest & { kind: 'account-add' | 'account-passwd' | 'account-remove' };

/** Posts the change to the order, like every change. Returns a sentence if it is refused. */
export async function changeAccount(source: ChatOrStore, change: Change): Promise<string | undefined> {
  const account = source.store.accountNamed(accountKey(source.store, change.name));
  if (change.kind !== 'account-add' && !account) return noAccount(change.name);
  const answer = await source.command(draftOf(change, account?.id ?? 0));
  return answer.kind === 'refusal' ? wordRefusal(answer.code, change.name) : undefined;
}

function draftOf(change: Change, account: number): Parameters<ChatOrStore['command']>[0] {
  switch (change.kind) {
    case 'account-add':
      return { kind: 'registered', name: change.name, secret: change.secret };
    case 'account-passwd':
      return { kind: 'credential', account, secret: change.secret };
    case 'account-remove':
      return { kind: 'unregistered', account };
  }
}

export const noAccount = (name: string): string => `There is no account ${visible(name)}.`;

/** The refusals that a command can get; the others are worded for servers of another version. */
const words: Partial<Record<RefusalCode, string>> = {
  'name-invalid':
    'cannot be a name: up to 32 characters, no spaces, none of : , ; ! @ * ? / \\ " \' and not one of # & + ~ % $ - at the beginning.',
  'name-reserved': 'is reserved.',
  'name-taken': 'is in the chat as a guest: only they can make that name theirs, with /register.',
  'name-registered': 'has an account already.',
  'no-user': 'has no account any more.',
  'mailbox-full': 'has a full mailbox.',
  'quota-used': 'has said as much as is kept in an hour.',
  'disk-full': 'must wait: there is too little free space on the disk.',
  locked: 'must wait: another program keeps the database locked.',
};

export const wordRefusal = (code: RefusalCode, name: string): string =>
  `${visible(name)} ${words[code] ?? `is refused by the server (${code}).`}`;
