import type { Effect } from '#chat/effect.ts';
import type { Acting, Asked, Entry, Event, Mentions, Ordered, RoomRef, UserId } from '#chat/event.ts';
import { lobby } from '#chat/names/lobby.ts';
import { maxText } from '#chat/limits.ts';
import { wholeServer } from '#chat/rights/moderation-lists.ts';
import type { Verdict } from '#chat/outcome.ts';
import { may } from '#chat/rights/rights.ts';
import { whyOutside } from '#chat/order/bans.ts';
import { ownChannel } from '#chat/order/channels.ts';
import { isFull } from '#chat/order/mailbox.ts';
import { mentionsIn } from '#chat/order/mentions.ts';
import { targetOf } from '#chat/order/target-message.ts';
import { isLongerThan, keepable } from '#chat/order/kept-text.ts';
import { accept, acceptDirect, entryOf, refuse, server } from '#chat/order/verdict.ts';
import { accountNamed, type Known, userNamed, type Present, type World } from '#chat/order/world.ts';
import { asking, type Judges, kind, type Kind } from './kind.ts';
import { awayText, backFromAway } from './personal.ts';

export const message: Kind<'message'> = kind({
  kept: true,
  byUser(world, ordered, asked, user) {
    // Nearly always the draft's own object can be used.
    const text = keepable(asked.text);
    const kept = text === asked.text ? asked : { ...asked, text };
    const said = ordered.draft.as === undefined ? kept : byProgram(world, kept, ordered.draft.as);
    if (isLongerThan(maxText, said.text)) return refuse('text-long');
    const to = ordered.draft.room ?? '';
    if (!to.startsWith('#')) return backFromAway(judgePrivate(world, ordered, user, to, said), user);
    const room = ownChannel(world, user, to);
    if (room === 'not-member') return refuse(whyOutside(world, ordered, user, to));
    if (typeof room === 'string') return refuse(room);
    const rules = world.speechRules(room.id);
    const silenced = rules && (rules.forbids(user, ordered.draft.at) ?? rules.delays?.(user, ordered.draft.at));
    if (silenced) return refuse(silenced);
    if (!isAnswer(world, user, said, room)) return refuse('no-message');
    return backFromAway(
      accept(message, world, entryOf(ordered, user.ref, mentioning(world, user, said, room), room)),
      user,
    );
  },
  /** The server speaks to a channel, also where only some may speak, and mentions nobody. */
  byNode(world, ordered, { text, style }) {
    const room = world.channel(ordered.draft.room ?? '');
    if (!room) return refuse('no-room');
    if (isLongerThan(maxText, text)) return refuse('text-long');
    const event = { kind: 'message', text: keepable(text), ...(style && { style }) } as const;
    return accept(message, world, entryOf(ordered, server, event, { id: room.id, name: room.name }));
  },
  effects: (_world, entry, said) => (said.mentions ? mentionEffects(entry, said, true) : undefined),
});

/** What is asked for, with what the chat adds to it. */
type Said = Asked<'message'> & Pick<Event<'message'>, 'by'>;

/** The message with the bot or the webhook that says it. A device is the account's own. */
function byProgram(world: World, said: Asked<'message'>, { grant }: Acting): Said {
  const token = world.token(grant);
  if (token?.purpose !== 'bot' && token?.purpose !== 'webhook') return said;
  return { ...said, by: { kind: token.purpose, label: token.label } };
}

/** True for a message that answers none. Otherwise that must be in the same room, and the user may read it. */
function isAnswer(world: World, user: Present, { replyTo }: Asked<'message'>, { id }: RoomRef): boolean {
  return replyTo === undefined || targetOf(world, user.id, replyTo)?.entry.room.id === id;
}

/** The message with those it mentions. Nearly all mention nobody, and are the draft's own object. */
function mentioning(world: World, user: Present, said: Said, room: RoomRef): Event<'message'> {
  if (!said.text.includes('@')) return said;
  const mentions = mentionsIn(
    world,
    room,
    user,
    said.text,
    () => may(world, 'mention-all', user.id, room.id) === undefined,
  );
  return mentions ? { ...said, mentions } : said;
}

/** A row for each user whom a message mentions; one for all members. `on`: false when it is removed. */
export function mentionEffects(
  { seq, room, from }: Entry,
  { mentions }: { readonly mentions?: Mentions },
  on: boolean,
): readonly Effect[] {
  if (!mentions || !room) return [];
  const users = mentions.all ? [everybody, ...mentions.users] : mentions.users;
  return users.map((user) => ({ kind: 'mention', seq, room: room.id, user, by: from.id, on }));
}

/** As in the effect `mention`. */
const everybody: UserId = 0;

/** The first private message between two users makes their direct room. */
function judgePrivate(world: World, ordered: Ordered, user: Present, to: string, said: Said): Verdict {
  const other = userNamed(world, to);
  if (!other) return refuse('no-user');
  if (other.id === user.id) return refuse('to-self');
  const silenced = world.speechRules(wholeServer)?.forbids(user, ordered.draft.at);
  if (silenced) return refuse(silenced);
  if (!other.guest && !takesMail(world, other.id) && isFull(world.mail(other.id))) return refuse('mailbox-full');
  const found = world.direct(user.id, other.id);
  const room: RoomRef = { id: found?.id ?? ordered.seq, name: other.name };
  if (!isAnswer(world, user, said, room)) return refuse('no-message');
  const pair = found?.pair ?? pairOf(user.id, other.id);
  const inboxes = user.guest && other.guest ? noInboxes : inboxesOf(user, other);
  const waits = !world.present(other.id);
  return acceptDirect(entryOf(ordered, user.ref, said, room), {
    pair,
    inboxes,
    waits,
    away: awayText(world, other.id),
  });
}

const takesMail = (world: World, user: UserId): boolean => (world.present(user)?.mailTakers ?? 0) > 0;

const noInboxes: readonly UserId[] = [];

const inboxesOf = (...users: readonly Known[]): readonly UserId[] =>
  users.filter((each) => !each.guest).map((each) => each.id);

/** A message from another server is imported once, and only between accounts. */
export const imported: Judges<'imported'> = asking({
  byNode(world, ordered, asked) {
    const { said, to, importKey } = asked;
    if (!Number.isSafeInteger(said) || world.imported(importKey)) return refuse('unavailable');
    const text = keepable(asked.text);
    if (isLongerThan(maxText, text)) return refuse('text-long');
    const from = accountNamed(world, asked.from);
    if (!from) return refuse('no-user');
    const event = { kind: 'message', text, said } as const;
    const more = [{ kind: 'imported', importKey } as const];
    if (to === undefined) {
      const room = world.channel(lobby);
      return room ? accept(message, world, entryOf(ordered, from, event, room), more) : refuse('no-room');
    }
    const other = accountNamed(world, to);
    if (!other) return refuse('no-user');
    if (other.id === from.id) return refuse('to-self');
    const room: RoomRef = { id: world.direct(from.id, other.id)?.id ?? ordered.seq, name: other.name };
    const pair = pairOf(from.id, other.id);
    return acceptDirect(entryOf(ordered, from, event, room), { pair, inboxes: pair, waits: false }, more);
  },
});

const pairOf = (one: UserId, other: UserId): readonly [UserId, UserId] => (one < other ? [one, other] : [other, one]);
