import type { UserId } from '#chat/event.ts';
import { isLevel } from '#chat/settings/notification-level.ts';
import { maxAway, maxIgnored } from '#chat/limits.ts';
import { wholeServer } from '#chat/rights/moderation-lists.ts';
import type { Accepted, Verdict } from '#chat/outcome.ts';
import { inOneLine, isLongerThan, keepable } from '#chat/order/kept-text.ts';
import { accept, entryOf, refuse } from '#chat/order/verdict.ts';
import { userNamed, type Present, type World } from '#chat/order/world.ts';
import { ownRoom } from './cursor.ts';
import { asking, type Judges, kind, type Kind } from './kind.ts';

/** The notification level of a user in a room. It lasts as long as the membership. */
export const level: Judges<'level'> = asking({
  byUser(world, ordered, { level: wanted }, user) {
    if (!isLevel(wanted)) return refuse('unavailable');
    const room = ownRoom(world, user, ordered.draft.room ?? '');
    if (typeof room === 'string') return refuse(room);
    return applied({ kind: 'level', user: user.id, room, level: wanted });
  },
});

/** What the ignored user says, does not reach the user's sessions. The ignored one is not told. */
export const ignored: Judges<'ignored'> = asking({
  byUser(world, _ordered, { name, on }, user) {
    const whom = userNamed(world, name);
    if (!whom) return refuse('no-user');
    if (whom.id === user.id) return refuse('ignores-self');
    const before = world.ignored(user.id);
    if (on && !before.has(whom.id) && before.size >= maxIgnored) return refuse('too-many-ignored');
    return applied({ kind: 'ignored', user: user.id, whom: { id: whom.id, name: whom.name }, on });
  },
});

/** The user goes away from the keyboard, or is back. Not kept in the log; shown to all who see its presence. */
export const away: Kind<'away'> = kind({
  kept: false,
  byUser(world, ordered, asked, user) {
    const text = inOneLine(keepable(asked.text));
    if (isLongerThan(maxAway, text)) return refuse('away-long');
    // A text is shown to others: who may not speak on this server leaves none.
    const silenced = text === '' ? undefined : world.speechRules(wholeServer)?.forbids(user, ordered.draft.at);
    if (silenced) return refuse(silenced);
    return accept(away, world, entryOf(ordered, user.ref, { kind: 'away', text }));
  },
  /** The text is not shown in rooms where the user may not speak; that the user is back is shown in all. */
  concerns(world, { from, at }, { text }) {
    const user = world.present(from.id);
    if (!user || text === '') return user?.rooms ?? [];
    return user.rooms.filter(({ id }) => !world.speechRules(id)?.forbids(user, at));
  },
  effects: (_world, { from }, { text }) => [{ kind: 'away', user: from.id, text }],
});

/** A user who speaks is back. */
export function backFromAway(verdict: Verdict, { id, away: text }: Present): Verdict {
  if (text === '' || verdict.kind !== 'entry') return verdict;
  const returned = { kind: 'away', user: id, text: '' } as const;
  return { ...verdict, effects: [...(verdict.effects ?? []), returned] } satisfies Accepted;
}

/** The text that a user has left who is away; undefined for others. */
export function awayText(world: World, user: UserId): string | undefined {
  const text = world.present(user)?.away ?? world.account(user)?.away ?? '';
  return text === '' ? undefined : text;
}

const applied = (effect: Extract<Verdict, { kind: 'applied' }>['effects'][number]): Verdict => ({
  kind: 'applied',
  effects: [effect],
});
