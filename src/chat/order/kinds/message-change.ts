import { beginningOf } from '#text/beginning.ts';
import type { Effect, TextChanged } from '#chat/effect.ts';
import {
  type Event,
  type EventKind,
  isChannel,
  type Ordered,
  type RoomId,
  type RoomRef,
  type Seq,
  type Speaker,
  type UserId,
} from '#chat/event.ts';
import { maxReactions, maxText } from '#chat/limits.ts';
import type { Verdict } from '#chat/outcome.ts';
import { parseReaction } from '#chat/events/emoji.ts';
import type { Refusal, RefusalCode } from '#chat/refusal.ts';
import { may } from '#chat/rights/rights.ts';
import { tooLate } from '#chat/order/edit-window.ts';
import { isFull } from '#chat/order/mailbox.ts';
import { textAllowed } from '#chat/order/text-allowed.ts';
import { anyTarget, changeableTarget, type Target, targetOf } from '#chat/order/target-message.ts';
import { inOneLine, isLongerThan, reasonOf, keepable } from '#chat/order/kept-text.ts';
import { accept, acceptDirect, type Direct, entryOf, type InRoom, noOp, refuse, server } from '#chat/order/verdict.ts';
import type { Present, World } from '#chat/order/world.ts';
import { type EventRules, kind, type Kind } from './kind.ts';
import { mentionEffects } from './message.ts';

/** UTF-16 units of a message's text that are told with a reaction. */
const headLength = 80;

/** The author overwrites the text, while the message may be edited. */
export const edited: Kind<'edited'> = kind({
  kept: true,
  byUser(world, ordered, asked, user) {
    const found = changeable(world, user, asked.target);
    if (!found) return refuse('no-message');
    const { target, place } = found;
    if (target.entry.from.id !== user.id) return refuse('not-yours');
    const refusal = whySilent(world, ordered, 'edit', user, place.room.id);
    if (refusal) return refuse(refusal);
    const late = tooLate(world, target.entry, ordered.draft.at);
    if (late) return refuse(late);
    const text = keepable(asked.text);
    if (isLongerThan(maxText, text)) return refuse('text-long');
    if (text === target.said.text) return noOp(user.ref, place.room);
    if (isCrowded(world, user, place)) return refuse('mailbox-full');
    const was = isOpen(world, target) ? { was: target.said.text } : {};
    const event = { kind: 'edited', target: asked.target, text, ...was } as const;
    return changed(edited, world, entryOf(ordered, user.ref, event, place.room), place, [
      changeOf(target, text, ordered.seq),
    ]);
  },
});

/** The author removes the text; in a channel an operator may, too. */
export const redacted: Kind<'redacted'> = kind({
  kept: true,
  byUser(world, ordered, asked, user) {
    const found = changeable(world, user, asked.target);
    if (!found) return refuse('no-message');
    const { target, place } = found;
    const own = target.entry.from.id === user.id;
    if (!own && place.direct) return refuse('not-yours');
    const refusal = may(world, own ? 'redact-own' : 'redact-other', user.id, place.room.id);
    if (refusal) return refuse(refusal);
    const reason = textAllowed(world, ordered, user, place.room, asked.reason);
    return judgeRedacted(world, ordered, reason, user.ref, found);
  },
  byNode(world, ordered, { target: seq, reason }) {
    const target = anyTarget(world, seq);
    if (!target || target.said.redacted) return refuse('no-message');
    return judgeRedacted(world, ordered, reason, server, { target, place: placeOf(world, target) });
  },
});

/** Why a user may not edit or react in a room: it lacks the right, or a ban or a mute forbids it. */
const whySilent = (
  world: World,
  { draft: { at } }: Ordered,
  act: 'edit' | 'react',
  user: Present,
  room: RoomId,
): RefusalCode | Refusal | undefined => may(world, act, user.id, room) ?? world.speechRules(room)?.forbids(user, at);

function judgeRedacted(
  world: World,
  ordered: Ordered,
  asked: string | undefined,
  by: Speaker,
  { target, place }: Changeable,
): Verdict {
  const reason = reasonOf(asked);
  if (!reason) return refuse('reason-long');
  const { id, name } = target.entry.from;
  const event = {
    kind: 'redacted',
    target: target.entry.seq,
    of: { id, name },
    ...reason,
  } as const;
  const effects = [changeOf(target, undefined, ordered.seq), ...mentionEffects(target.entry, target.said, false)];
  return changed(redacted, world, entryOf(ordered, by, event, place.room), place, effects);
}

/** A member reacts; each has every reaction once, and a message has `maxReactions` different ones. */
export const reacted: Kind<'reacted'> = kind({
  kept: true,
  byUser(world, ordered, asked, user) {
    const emoji = parseReaction(asked.emoji);
    if (emoji === undefined) return refuse('reaction-invalid');
    const found = changeable(world, user, asked.target, targetOf);
    if (!found) return refuse('no-message');
    const { target, place } = found;
    const refusal = whySilent(world, ordered, 'react', user, place.room.id);
    if (refusal) return refuse(refusal);
    const { seq, from } = target.entry;
    const { on } = asked;
    if (world.hasReacted(seq, emoji, user.id) === on) return noOp(user.ref, place.room);
    if (on && isFullOf(world, seq, emoji)) return refuse('too-many-reactions');
    if (isCrowded(world, user, place)) return refuse('mailbox-full');
    const head = isOpen(world, target) ? { head: headOf(target.said.text) } : {};
    const of = { id: from.id, name: from.name };
    const event = { kind: 'reacted', target: seq, emoji, on, of, ...head } as const;
    const reaction: Effect = { kind: 'reaction', seq, user: { id: user.id, name: user.name }, emoji, on };
    return changed(reacted, world, entryOf(ordered, user.ref, event, place.room), place, [reaction]);
  },
});

/** A message that a user may change, and its room as it is now. */
interface Changeable {
  readonly target: Target;
  readonly place: Place;
}

/** `other`: of a direct room, the one who is not the asker; 0 in a channel. */
interface Place {
  readonly room: RoomRef;
  readonly direct: Direct | undefined;
  readonly other: UserId;
}

function changeable(
  world: World,
  user: Present,
  seq: number,
  find: typeof targetOf = changeableTarget,
): Changeable | undefined {
  const target = find(world, user.id, seq);
  if (!target || target.said.redacted) return undefined;
  return { target, place: placeOf(world, target, user.id) };
}

/** `user`: from whom the entry is; for the node itself, the author. */
function placeOf(world: World, { entry }: Target, user: UserId = entry.from.id): Place {
  const row = world.room(entry.room.id);
  if (!row?.pair)
    return { room: { id: entry.room.id, name: row?.name ?? entry.room.name }, direct: undefined, other: 0 };
  const { pair } = row;
  const other = pair[0] === user ? pair[1] : pair[0];
  const then = entry.from.id === other ? entry.from.name : entry.room.name;
  const name = world.present(other)?.name ?? world.account(other)?.name ?? then;
  const inboxes = pair.filter((id) => world.account(id) !== undefined);
  return { room: { id: row.id, name }, direct: { pair, inboxes, waits: !world.present(other) }, other };
}

const changed = <K extends EventKind>(
  how: EventRules<K>,
  world: World,
  entry: InRoom<Event & Event<K>>,
  { direct }: Place,
  effects: readonly Effect[],
): Verdict => (direct ? acceptDirect(entry, direct, effects) : accept(how, world, entry, effects));

/** As `TextChanged` has it. */
const changeOf = ({ entry, said }: Target, text: string | undefined, at: Seq): TextChanged => ({
  kind: 'text',
  seq: entry.seq,
  room: entry.room.id,
  from: entry.from.id,
  text,
  at,
  before: said,
});

/** Whether all who may hear the entry of the change may read the message itself: the history is open, or nobody has joined since. */
function isOpen(world: World, { entry: { room, seq } }: Target): boolean {
  if (!isChannel(room) || world.roomState(room.id).history !== undefined) return true;
  return world.newestJoin(room.id) <= seq;
}

/** The change would wait in a mailbox that is full. */
function isCrowded(world: World, user: Present, { other }: Place): boolean {
  if (other === 0 || other === user.id || (world.present(other)?.mailTakers ?? 0) > 0) return false;
  return world.account(other) !== undefined && isFull(world.mail(other));
}

function isFullOf(world: World, seq: Seq, emoji: string): boolean {
  const kinds = world.reactions(seq);
  return kinds.length >= maxReactions && !kinds.some((each) => each.emoji === emoji);
}

/** The beginning of a text, in one line. */
const headOf = (text: string): string => beginningOf(inOneLine(text.slice(0, 2 * headLength)), headLength);
