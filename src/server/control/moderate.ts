import { type Listing, type ListName, wholeServer } from '#chat/rights/moderation-lists.ts';
import { type Hits, hitsSentence, needsConfirmation, confirmationSentence } from '#chat/reading/moderation.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { done } from './post-as-server.ts';
import type { ChatOrStore, Results } from './chat-or-store.ts';
import type { ModerationRequest } from './moderation-request.ts';
import { channelNamed, noChannel } from './who.ts';

/** A row of a list, as shown by `polylogue ban --list --json`. Stable: fields are not removed. */
export interface ListRecord {
  readonly list: ListName;
  readonly mask: string;
  /** ISO 8601, UTC; null: no end. */
  readonly until: string | null;
  readonly reason: string;
  readonly at: string;
  readonly by: string;
}

/** The present users that a ban or a mute matches. It follows the `DoneRecord`. */
export interface HitRecord {
  readonly people: number;
  readonly sentence: string;
  /** So many that the command asks for confirmation first. */
  readonly sweeping: boolean;
}

/** Removes users, changes lists, or sends a message, as the server. */
export async function* moderate(source: ChatOrStore, request: ModerationRequest): Results {
  const { room } = request;
  if (room !== undefined && !channelNamed(source, room)) return noChannel(room);
  switch (request.kind) {
    case 'kick': {
      const { name, reason } = request;
      return yield* done(source, { kind: 'kicked', user: name, reason }, room, name);
    }
    case 'invite-person': {
      const { name, until } = request;
      return yield* done(source, { kind: 'invited', user: name, until }, room, name);
    }
    case 'list-add':
      return yield* addToList(source, request);
    case 'list-hits':
      return yield* tellHits(source, request);
    case 'list-remove': {
      const { list, mask } = request;
      return yield* done(source, { kind: 'unlisted', list, mask }, room, mask);
    }
    case 'list':
      yield rowsOf(source, request);
      return undefined;
    case 'say':
      return yield* done(source, { kind: 'message', text: request.text, style: 'notice' }, room, request.room);
  }
}

async function* addToList(source: ChatOrStore, request: ModerationRequest & { kind: 'list-add' }): Results {
  const { list, mask, room, until, reason, kick = false } = request;
  // Found before the change, because afterwards they are gone.
  const hits = list === 'ban' || list === 'mute' ? source.chat?.hits(undefined, mask, room, list) : undefined;
  const asked = { kind: 'listed', list, mask, until, reason, ...(kick && { kick: true as const }) } as const;
  const refused = yield* done(source, asked, room, mask);
  if (refused === undefined && isHits(hits)) {
    yield [{ people: hits.people, sentence: hitsSentence(hits, room ?? 'the server') }];
  }
  return refused;
}

/** Called before the change. Without a server nobody is present. */
async function* tellHits(source: ChatOrStore, request: ModerationRequest & { kind: 'list-hits' }): Results {
  const { list, mask, room } = request;
  const found = source.chat?.hits(undefined, mask, room, list);
  const hits = isHits(found) ? found : undefined;
  // An invalid mask is refused when it is added to the list.
  yield [
    { people: hits?.people ?? 0, sentence: confirmationSentence(mask, hits), sweeping: needsConfirmation(mask, hits) },
  ];
  return undefined;
}

const isHits = (hits: Hits | RefusalCode | undefined): hits is Hits => typeof hits === 'object';

/** Ended rows have no effect, and are not shown. */
function rowsOf(source: ChatOrStore, { list, room }: ModerationRequest & { kind: 'list' }): readonly ListRecord[] {
  const id = room === undefined ? wholeServer : (channelNamed(source, room)?.id ?? wholeServer);
  const now = source.now();
  return source.store
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

/** The mask in the form that `unban` accepts. The owner of the machine may see hashes of addresses. */
const maskOf = ({ key, shown }: Listing): string => (key.startsWith('address:') ? key : shown);
