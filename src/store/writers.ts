import type { AccountChanged, Effect, MemberMoved, SessionMoved, TextChanged } from '#chat/effect.ts';
import type { Draft } from '#chat/event.ts';
import { maxOnceIds } from '#chat/limits.ts';
import { withText } from '#chat/events/changed-message.ts';
import { fold } from '#chat/names/names.ts';
import { voidTokens, writeToken } from './tokens.ts';
import { writeChatSetting } from './chat-settings.ts';
import { endReturn, forgetOldestGuests, movePresence } from './guests.ts';
import { overwrite } from './entry-row.ts';
import type { Progress } from './progress.ts';
import type { Statements } from './statements.ts';
import type { Tables } from './tables.ts';

/** The request ids of a user are counted once in this many seqs. */
const onceSweep = 64;

/** Writes one effect of a draft to the tables. */
export function writeEffect(tables: Tables, draft: Draft, seq: number, effect: Effect): void {
  const { on, cursors, progress, states, listings, clientIds, ignored } = tables;
  switch (effect.kind) {
    case 'run':
      beginRun(on, progress, effect);
      return forgetOldestGuests(tables);
    case 'presence':
      return movePresence(tables, effect, seq);
    case 'session':
      return moveSession(on, draft, effect);
    case 'sessionAddress':
      on.readdress.get(effect.address ?? null, draft.run, effect.session);
      return;
    case 'room':
      return addRoom(on, effect);
    case 'member':
      return moveMember(tables, effect, seq);
    case 'roomName':
      on.renameRoom.get(effect.room.name, fold(effect.room.name), effect.room.id);
      return;
    case 'roomClosed':
      on.renameRoom.get(effect.room.name, null, effect.room.id);
      on.leaveAll.get(seq, effect.room.id);
      listings.removeAll(effect.room.id);
      on.removeTokensOfRoom.get(effect.room.id);
      return states.remove(effect.room.id);
    case 'role':
      on.setRole.get(effect.role, effect.room, effect.user);
      return;
    case 'roomState':
      return states.set(effect, seq);
    case 'name':
      on.renameGuest.get(effect.user.name, effect.user.id);
      on.renameAccount.get(effect.user.name, fold(effect.user.name), effect.user.id);
      return;
    case 'account':
      voidTokens(on, effect);
      if (effect.change === 'made') endReturn(tables, effect.user.id);
      return changeAccount(tables, draft, effect);
    case 'cursor':
      return cursors.move(on, effect, seq);
    case 'text':
      return changeText(on, effect);
    case 'reaction':
      return react(on, effect, seq);
    case 'mention':
      return mention(tables, effect);
    case 'level':
      on.setLevel.get(effect.level === 'all' ? null : effect.level, effect.room.id, effect.user);
      return;
    case 'ignored':
      return ignored.set(effect);
    case 'away':
      // The user is in one of these tables.
      on.awayAccount.get(effect.text, effect.user);
      on.awayGuest.get(effect.text, effect.user);
      return;
    case 'imported':
      on.addImported.get(effect.importKey);
      return;
    case 'once':
      clientIds.any = true;
      on.addOnce.get(effect.user, effect.id, seq, effect.at);
      // Sometimes, to remove a user's oldest ids; by seq, because a wrong clock must delete nothing.
      if (seq % onceSweep === 0) on.forgetOnce.get(effect.user, effect.user, maxOnceIds);
      return;
    case 'serverRole':
      on.setServerRole.get(effect.role ?? null, effect.user);
      return;
    case 'token':
      if (effect.change === 'made' && effect.token.purpose === 'guest') tables.guestTokens.any = true;
      return writeToken(on, effect);
    case 'chatSetting':
      return writeChatSetting(on, effect, seq);
    case 'listed':
      return listings.add(effect.row);
    case 'unlisted':
      return listings.remove(effect.room, effect.list, effect.key);
    case 'addressKey':
      on.setAddressKey.get(addressKeyOf(draft));
      return;
    case 'sessionsEnded':
      // Its sessions depart with their own drafts.
      return endReturn(tables, effect.user);
    // The epoch is stored with the place, and hearing is not stored.
    case 'epoch':
    case 'hearing':
  }
}

/** Removes the sessions of the node's earlier runs. Other effects remove guests among their users. */
function beginRun(on: Statements, progress: Progress, { id, runId, node }: Effect & { kind: 'run' }): void {
  for (const run of progress.endRunsOf(node)) {
    on.removeSessionsOfRun.get(run.runId);
    on.removeProgress.get(run.id);
  }
  progress.begin({ id, runId, node, upto: 0, beyond: [] });
}

function moveMember({ on, newest }: Tables, { room, user, role }: MemberMoved, seq: number): void {
  if (!role) return void on.leave.get(seq, room.id, user);
  on.join.get(room.id, user, role, seq, seq);
  newest.joined(room.id, seq);
}

function moveSession(on: Statements, { run, session }: Draft, moved: SessionMoved): void {
  const { user, was, listener = null, mail, address = null } = moved;
  if (was !== 0) on.removeSession.get(run, session);
  if (user !== 0) on.addSession.get(run, session, user, listener, mail ? 1 : 0, address);
}

/** Both users of a direct room become members with its first message, which only its sender has read. */
function addRoom(on: Statements, { room: { id, name }, pair, by }: Effect & { kind: 'room' }): void {
  if (!pair) on.addRoom.get(id, name, fold(name), null, null);
  else {
    on.addRoom.get(id, '', null, ...pair);
    for (const user of pair) on.join.get(id, user, 'member', id, user === by ? id : id - 1);
  }
}

/** A guest that gets an account keeps its id and memberships. Earlier messages to it count as delivered. */
function changeAccount({ on, listings, ignored, accounts }: Tables, draft: Draft, effect: AccountChanged): void {
  const { change, user, at, delivered, here } = effect;
  if (change === 'credential') on.changeSecret.get(secretOf(draft), user.id);
  else if (change === 'made') {
    accounts.any = true;
    on.addAccount.get(user.id, user.name, fold(user.name), secretOf(draft), at, delivered);
    on.keepAway.get(user.id);
    on.removeGuest.get(user.id);
  } else {
    if (here) on.keepGuest.get(user.id);
    on.removeAccount.get(user.id);
    on.removeOnce.get(user.id);
    listings.forget(user.id);
    if (here) return;
    on.removeMember.get(user.id);
    on.removeSpoke.get(user.id);
    ignored.end(user.id);
    on.removeMentions.get(user.id);
  }
}

/** A removed message keeps its place, author and time; its reactions are removed. */
function changeText(on: Statements, { seq, text, before, at }: TextChanged): void {
  overwrite(on, seq, withText(before, text, at));
  if (text !== undefined) return;
  on.removeReactions.get(seq);
  on.removeReactionKinds.get(seq);
}

function mention({ on, mentioned }: Tables, effect: Effect & { kind: 'mention' }): void {
  const { seq, room, user, by } = effect;
  if (!effect.on) on.removeMention.get(user, room, seq);
  else on.addMention.get(user, room, seq, by);
  mentioned.any = true;
}

function react(on: Statements, effect: Effect & { kind: 'reaction' }, since: number): void {
  const { seq, user, emoji } = effect;
  if (effect.on) {
    on.addReaction.get(seq, emoji, user.id, user.name);
    on.countReaction.get(seq, emoji, since);
  } else {
    on.removeReaction.get(seq, emoji, user.id);
    on.discountReaction.get(seq, emoji);
    on.forgetReaction.get(seq, emoji);
  }
}

/** The hash in a draft. Effects do not contain it, because they may be shown. */
function secretOf({ event }: Draft): string {
  if ('secret' in event) return event.secret;
  throw new Error(`a draft of the kind ${event.kind} contains no secret`);
}

function addressKeyOf({ event }: Draft): string {
  if ((event.kind === 'founded' || event.kind === 'keyed') && event.addressKey !== undefined) return event.addressKey;
  throw new Error(`a draft of the kind ${event.kind} contains no key`);
}
