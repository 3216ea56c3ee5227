import type { UserRef } from '#dialects/web/protocol.ts';
import { withIgnored } from '#web/model/people.ts';
import * as storage from './storage.ts';
import { change } from './store.ts';
import { attempt } from './attempt.ts';

export async function ignore(user: UserRef, on: boolean): Promise<boolean> {
  const done = await attempt('ignore', { user: user.name, on }, () => change((now) => withIgnored(now, user, on)));
  return done !== undefined;
}

export async function setAway(text: string): Promise<void> {
  await attempt('away', { text }, () => change((now) => ({ ...now, away: text })));
}

export async function rename(name: string): Promise<boolean> {
  const done = await attempt('name', { name }, () => {
    storage.keepName(name);
    storage.keepProposedName(name);
    change((now) => ({ ...now, self: now.self && { ...now.self, name } }));
  });
  return done !== undefined;
}
