import { type Listing, type ListName, wholeServer } from '#chat/lists.ts';
import { type Hits, hitsSentence } from '#chat/moderation.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { done } from './done.ts';
import type { Ground, Results } from './ground.ts';
import type { ModerationRequest } from './moderation-request.ts';
import { channelNamed, noChannel } from './who.ts';

/** A row of a list, as `polylogue ban --list --json` shows it. These fields stay. */
export interface ListRecord {
  readonly list: ListName;
  readonly mask: string;
  /** ISO 8601, UTC; null: it has no end. */
  readonly until: string | null;
  readonly reason: string;
  readonly at: string;
  readonly by: string;
}

/** Whom a ban hits of those who are here; behind its `DoneRecord`. */
export interface HitRecord {
  readonly people: number;
  readonly sentence: string;
}

/** Puts somebody out, keeps a list, or speaks, as the server. */
export async function* moderate(ground: Ground, request: ModerationRequest): Results {
  const { room } = request;
  if (room !== undefined && !channelNamed(ground, room)) return noChannel(room);
  switch (request.kind) {
    case 'kick': {
      const { name, reason } = request;
      return yield* done(ground, { kind: 'kicked', user: name, reason }, room, name);
    }
    case 'invite-person': {
      const { name, until } = request;
      return yield* done(ground, { kind: 'invited', user: name, until }, room, name);
    }
    case 'list-add':
      return yield* addToList(ground, request);
    case 'list-remove': {
      const { list, mask } = request;
      return yield* done(ground, { kind: 'unlisted', list, mask }, room, mask);
    }
    case 'list':
      yield rowsOf(ground, request);
      return undefined;
    case 'say':
      return yield* done(ground, { kind: 'message', text: request.text, style: 'notice' }, room, request.room);
  }
}

async function* addToList(ground: Ground, request: ModerationRequest & { kind: 'list-add' }): Results {
  const { list, mask, room, until, reason, kick = false } = request;
  // Found before: afterwards they are gone.
  const hits = list === 'ban' ? ground.chat?.hits(undefined, mask, room) : undefined;
  const asked = { kind: 'listed', list, mask, until, reason, ...(kick && { kick: true as const }) } as const;
  const refused = yield* done(ground, asked, room, mask);
  if (refused === undefined && isHits(hits)) {
    yield [{ people: hits.people, sentence: hitsSentence(hits, room ?? 'the server') }];
  }
  return refused;
}

const isHits = (hits: Hits | RefusalCode | undefined): hits is Hits => typeof hits === 'object';

/** Rows whose time is over count no more, and are not shown. */
function rowsOf(ground: Ground, { list, room }: ModerationRequest & { kind: 'list' }): readonly ListRecord[] {
  const id = room === undefined ? wholeServer : (channelNamed(ground, room)?.id ?? wholeServer);
  const now = ground.now();
  return ground.store
    .listings(id)
    .filter((row) => row.list === list && (row.until === 0 || now < row.until))
    .map((row) => ({
      list,
      mask: maskOf(row),
      until: row.until === 0 ? null : new Date(row.until).toISOString(),
      reason: row.reason,
      at: new Date(row.at).toISOString(),
      by: row.by.name,
    }));
}

/** As `unban` takes it: the owner of the machine may see hashes of addresses. */
const maskOf = ({ key, shown }: Listing): string => (key.startsWith('address:') ? key : shown);
