import type { AccountChanged, Effect, MemberMoved, Presence, SessionMoved } from '#chat/effect.ts';
import { withValue } from '#chat/settings/chat-settings.ts';
import type { Draft, Entry, UserId } from '#chat/event.ts';
import { type Accepted, effectsOf, type Outcome } from '#chat/outcome.ts';
import { inboxOf } from '#chat/ports.ts';
import type { LiveWorld } from './live-world.ts';
import { isMail, mailLength } from './mailbox.ts';
import { isMember, withRoom } from './world.ts';

/** Applies one outcome to the world. Called once per seq, in the order, after the store has written it. */
export function evolve(world: LiveWorld, { seq, draft, verdict }: Outcome): void {
  world.seq = seq;
  if (verdict.kind === 'entry') {
    world.at = verdict.entry.at;
    if (verdict.inboxes) addMail(world, verdict.inboxes, verdict.entry);
    if (verdict.inboxes && verdict.effects) changeMail(world, verdict.inboxes, verdict.effects);
  }
  const effects = effectsOf(verdict);
  if (effects) for (const effect of effects) apply(world, draft, effect);
  const run = verdict.kind === 'repeated' ? undefined : world.run(draft.run);
  if (!run) return;
  run.judged.add(draft.nth);
  run.judged.raise(draft.settledUpto);
}

type Inboxes = NonNullable<Accepted['inboxes']>;

/** Only what another user says in private is mail, and only if it is delivered live. */
function addMail(world: LiveWorld, inboxes: Inboxes, entry: Entry): void {
  if (!isMail(entry)) return;
  for (const account of inboxes) if (isMailOf(world, account, entry.from.id)) world.addMail(account, mailLength(entry));
}

/** Of another user, whom the account does not ignore. */
const isMailOf = (world: LiveWorld, account: UserId, from: UserId): boolean =>
  account !== from && !world.ignored(account).has(from);

function changeMail(world: LiveWorld, inboxes: Inboxes, effects: readonly Effect[]): void {
  for (const effect of effects) {
    if (effect.kind !== 'text') continue;
    const longer = (effect.text?.length ?? 0) - effect.before.text.length;
    for (const account of inboxes)
      if (isMailOf(world, account, effect.from)) world.changeMail(account, effect.seq, longer);
  }
}

function apply(world: LiveWorld, draft: Draft, effect: Effect): void {
  switch (effect.kind) {
    case 'epoch':
      world.epoch = effect.epoch;
      return;
    case 'run':
      return beginRun(world, effect);
    case 'presence':
      return movePresence(world, effect);
    case 'session':
      return moveSession(world, draft, effect);
    case 'sessionAddress':
      return world.readdress(draft.run, effect.session, effect.address);
    case 'member':
      return moveMember(world, effect);
    case 'roomState':
      if (effect.name === 'moderated' || effect.name === 'slow') world.speechRulesChanged(effect.room);
      return;
    case 'roomName':
      return world.renameRoom(effect.room);
    case 'roomClosed':
      return world.closeRoom(effect.room.id);
    case 'role': {
      const user = world.present(effect.user);
      if (user) world.changeRole(user, effect.room, effect.role);
      return;
    }
    case 'name': {
      world.accountsChanged();
      const user = world.present(effect.user.id);
      if (user) world.rename(user, effect.user.name);
      return;
    }
    case 'account':
      return changeAccount(world, effect);
    case 'cursor':
      if (effect.room === inboxOf(effect.user)) world.delivered(effect.user, effect.upto);
      return;
    case 'away': {
      const user = world.present(effect.user);
      if (user) user.away = effect.text;
      return;
    }
    case 'ignored':
      world.recountMail(effect.user);
      return;
    case 'chatSetting':
      world.set = withValue(world.set, effect.name, effect.value);
      return;
    case 'addressKey':
      world.keyed = true;
      return;
    case 'listed':
      return world.speechRulesChanged(effect.row.room);
    case 'unlisted':
      return world.speechRulesChanged(effect.room);
    // Looked up in the store, or used by the hub only.
    case 'room':
    case 'serverRole':
    case 'token':
    case 'hearing':
    case 'imported':
    case 'level':
    case 'once':
    case 'text':
    case 'reaction':
    case 'mention':
    case 'sessionsEnded':
  }
}

function beginRun(world: LiveWorld, { id, runId, node }: Effect & { kind: 'run' }): void {
  for (const run of world.runsOf(node)) {
    for (const session of [...run.sessions.keys()]) world.removeSession(run.runId, session);
    world.runs.delete(run.runId);
  }
  world.addRun({ id, runId, node, upto: 0, beyond: [] });
}

function movePresence(world: LiveWorld, { user, guest, here, rooms, away }: Presence): void {
  if (here) world.addUser(user, guest, rooms, away);
  else {
    const gone = world.present(user.id);
    if (gone) world.removeUser(gone);
  }
}

function moveSession(world: LiveWorld, { run, session }: Draft, moved: SessionMoved): void {
  if (moved.was !== 0) world.removeSession(run, session);
  const user = world.present(moved.user);
  if (user) world.addSession(run, session, user, moved);
}

/** A user who is not present is looked up in the store. */
function moveMember(world: LiveWorld, { room, user: id, role }: MemberMoved): void {
  const user = world.present(id);
  if (!user || isMember(user, room.id) === (role !== undefined)) return;
  user.rooms = role ? withRoom(world, user.rooms, room, role) : user.rooms.filter((each) => each.id !== room.id);
}

function changeAccount(world: LiveWorld, { change, user: { id } }: AccountChanged): void {
  if (change === 'credential') return;
  world.accountsChanged();
  const user = world.present(id);
  if (user) world.changeAccount(user, change === 'removed');
}
