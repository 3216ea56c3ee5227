import type { Message, Room } from '#dialects/web/protocol.ts';
import { withEntry } from '#web/model/entries.ts';
import * as storage from './storage.ts';
import { change } from './store.ts';
import { type Answer, attempt, ours } from './attempt.ts';

export async function edit(room: Room, message: Message, text: string): Promise<boolean> {
  const target = message.seq;
  const edited = (done: Answer<'edit'>): void =>
    change((now) => withEntry(now, { ...ours(room, done), kind: 'edited', target, text }));
  return (await attempt('edit', { target, text }, edited)) !== undefined;
}

export async function remove(room: Room, message: Message): Promise<void> {
  const target = message.seq;
  await attempt('redact', { target }, (done) =>
    change((now) => withEntry(now, { ...ours(room, done), kind: 'redacted', target })),
  );
}

/** Reactions that were asked for and not answered, by message and emoji: a second click takes back the first. */
const asked = new Map<string, boolean>();

export async function react(room: Room, message: Message, emoji: string): Promise<void> {
  const target = message.seq;
  const key = `${target} ${emoji}`;
  const on = !(
    asked.get(key) ?? message.reactions?.some((reaction) => reaction.emoji === emoji && reaction.mine) === true
  );
  asked.set(key, on);
  storage.keepEmoji(emoji);
  await attempt('react', { target, emoji, on }, (done) =>
    change((now) => withEntry(now, { ...ours(room, done), kind: 'reacted', target, emoji, on })),
  );
  if (asked.get(key) === on) asked.delete(key);
}
