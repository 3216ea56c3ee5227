import type { Asked } from '#chat/event.ts';

import type { Member, MiddleNode } from './middle-node.ts';
import type { Random } from './middle-random.ts';

/** Whom and what the actions are about. */
export interface Cast {
  readonly people: readonly string[];
  readonly accounts: readonly string[];
  readonly rooms: readonly string[];
  /** Hashes of codes. */
  readonly codes: readonly string[];
}

const settings = [
  ['edit-window', '0'], ['edit-window', ''], ['room-creation', 'accounts'], ['room-creation', ''], ['guests', 'no'],
  ['guests', ''], ['guests', ''], ['registration', 'invite'], ['registration', ''], ['max-rooms-per-user', '2'],
  ['max-rooms-per-user', ''],
] as const; // prettier-ignore

/** What a node does by itself, or for an operator at its command line, beside moderation. */
export function commandRest(random: Random, { chat }: MiddleNode, cast: Cast): void {
  const { name: from, id: account = 0, version } = chat.accountNamed(random.pick(cast.accounts)) ?? { name: 'nobody' };
  const hash = random.pick(cast.codes);
  const room = random.pick(cast.rooms);
  const [name, value] = random.pick(settings);
  const to = random.chance(0.5) ? random.pick(cast.accounts) : undefined;
  const made = { kind: 'tokenMade', hash, uses: 1, account, version, label: 'x', scopes: ['post'] } as const;
  const asked: readonly Asked[] = [
    { kind: 'setting', name, value },
    { kind: 'serverRole', user: from, role: random.pick(['operator', 'owner', 'none', 'none']) },
    { kind: 'enrolled', name: from },
    { kind: 'imported', from, to, text: 'long ago', said: 5, importKey: `key ${random.below(20)}` },
    { ...made, purpose: random.pick(['device', 'bot', 'webhook', 'password-reset', 'owner']) },
    { kind: 'tokenRevoked', token: chat.kept.token(hash)?.id ?? 0 },
    { kind: 'used', grant: hash },
    { kind: 'loggedOut', account },
    { kind: 'keyed', addressKey: 'a'.repeat(32) },
    { kind: 'message', text: 'from the server', style: 'notice' },
  ];
  void chat.command(random.pick(asked), random.chance(0.7) ? room : undefined);
}

/** What a member does beside speaking and moderating. */
export function askRest(random: Random, node: MiddleNode, member: Member, cast: Cast): void {
  const upto = random.below(300);
  const [name, secret, code] = [random.pick(cast.people), 'hash', random.pick(cast.codes)];
  const account = node.chat.accountNamed(random.pick(cast.accounts))?.id ?? 0;
  const asked: readonly Asked[] = [
    { kind: 'ignored', name, on: random.chance(0.6) },
    { kind: 'away', text: random.pick(['', 'tea']) },
    { kind: 'topic', text: random.pick(['', 'tea']) },
    { kind: 'read', upto, back: random.chance(0.3) ? true : undefined },
    { kind: 'delivered', upto },
    { kind: 'level', level: random.pick(['all', 'mentions', 'nothing']) },
    { kind: 'claimed', name, secret, code },
    { kind: 'credential', account, secret, code },
    { kind: 'moved', session: 1 + random.below(20), address: random.chance(0.5) ? 'b'.repeat(32) : undefined },
    { kind: 'message', text: 'words', style: 'action', replyTo: upto },
  ];
  node.ask(member, random.pick(asked), random.pick(random.chance(0.7) ? cast.rooms : cast.people));
}
