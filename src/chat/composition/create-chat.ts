import { withoutText } from '#chat/ignoring.ts';
import { departureEvent } from '#chat/hub/departure-event.ts';
import { endWhenDone } from '#chat/hub/end-when-done.ts';
import { Hub } from '#chat/hub/hub.ts';
import { IdleUsers } from '#chat/hub/idle-users.ts';
import { nodeSession } from '#chat/hub/node-session.ts';
import { UnansweredDrafts } from '#chat/hub/unanswered-drafts.ts';
import { reportDraft } from '#chat/hub/personal/report-draft.ts';
import { Seat } from '#chat/hub/seat.ts';
import type { Answer } from '#chat/hub/session.ts';
import { Typing } from '#chat/hub/typing.ts';
import { addressHash, addressHashes } from '#chat/login/address-hashes.ts';
import { Logins } from '#chat/login/logins.ts';
import { LiveWorld } from '#chat/order/live-world.ts';
import { GrantActors } from '#chat/grants/grant-actors.ts';
import { Posting } from '#chat/posting/posting.ts';
import { Quota } from '#chat/posting/quota.ts';
import type { Reading } from '#chat/reading/history.ts';
import { ShownMessages } from '#chat/reading/shown-messages.ts';
import { ShownRooms } from '#chat/reading/shown-rooms.ts';
import { createCounts } from '#chat/reading/unread-counts.ts';
import { Searches } from '#chat/search/searches.ts';
import { type GrantActs, createGrantActs } from '#chat/grants/grant-acts.ts';
import { BotSessions } from '#chat/grants/bot-sessions.ts';
import type { ChatOptions } from './chat-options.ts';
import type { Chat, RunningChat } from '#chat/chat.ts';
import { dialectRequestsOf } from './dialect-requests.ts';
import type { Asked } from '#chat/event.ts';
import { followCursor } from './follow-cursor.ts';
import { followOrder } from './follow-order.ts';
import { groupAccounts } from './group-accounts.ts';
import { readsOf } from '#chat/reading/message-reads.ts';
import { createModeration } from '#chat/reading/moderation.ts';
import { moveSession } from './move-session.ts';
import { accountKey, keyOf } from '#chat/name-keys.ts';
import { nodeRun } from './node-run.ts';
import { roomHearing } from './room-of-draft.ts';
import { roomListsOf } from '#chat/reading/room-lists.ts';
import { registrationOn } from '#chat/listener-rules.ts';
import { serverReads } from '#chat/reading/server-reads.ts';
import { showActing, showTyping } from '#chat/hub/show-typing.ts';

export type { ChatOptions } from './chat-options.ts';

/** Version of the rules by which drafts are judged: nodes with different versions would reach different verdicts. */
export const rulesVersion = 17;

export function createChat(options: ChatOptions): RunningChat {
  const { store, bus, clock, loop, search: index } = options;
  const world = new LiveWorld(store);
  const drafts = new UnansweredDrafts(options.newId());
  const hub = new Hub({
    drafts,
    shown: world.seq,
    store,
    clock,
    onBug: sessionFailed,
    close,
    report: (seat, delivered, heard) => posting.post(seat, reportDraft(delivered, heard), undefined, undefined),
    pause: options.pause,
    loop,
    rates: options.rates,
  });
  const posting: Posting = new Posting({
    drafts,
    bus,
    hub,
    store,
    clock,
    loop,
    quota: options.rates && new Quota(clock, () => store.spare()),
    hearersOf(event, room) {
      const id = roomHearing(world, store, event, room);
      return id === undefined ? undefined : hub.audience.hearersOf(id);
    },
  });
  const post: Chat['post'] = (seat, event, ask, room, once) => posting.post(seat, event, ask, room, once);
  const addressOf = options.addresses && addressHashes(store, options.addresses);
  const actors = new GrantActors({ hub, posting, addressOf });
  const hashOf = addressHash(store, options.addresses);
  const bots = new BotSessions({ world, store, clock, hub, hashOf });
  const logins: Logins = new Logins({
    hub,
    store,
    clock,
    leave,
    passwords: options.passwords,
    codes: options.codes,
    post,
    registration: (rules) => registrationOn(rules, world.set),
    registrations: options.registrations,
    onWrong: options.onWrongPassword,
    addressOf,
    command: (event) => command(event),
    grant: (code) => acts.grant(code),
  });
  const texts = new ShownMessages(store, () => hub.shown);
  const searches =
    index &&
    new Searches({
      index,
      world,
      store: texts.store,
      shown: () => hub.shown,
      now: () => clock.now(),
      onBug: (error) => options.onBug(error, 'a search'),
    });
  const states = new ShownRooms(store);
  const typingShown = { world, hub, typing: new Typing({ hub, clock }), clock };
  const idle = new IdleUsers({ hub, clock });
  const reading = (): Reading => ({ world, store: texts.store, shown: hub.shown });
  const counts = createCounts({ reading, hub, world });
  const own = new Seat(0, nodeSession);
  const leaving = new AbortController();
  const finished = followOrder({
    ...options,
    world,
    hub,
    posting,
    bots,
    idle,
    messages: texts,
    rooms: states,
    rules: rulesVersion,
    seats: () => [own, ...actors.seats, ...hub.seats.all],
    signal: leaving.signal,
  });

  function sessionFailed(error: unknown, seat: Seat): void {
    options.onBug(error, 'a session');
    close(seat);
  }

  function close(seat: Seat): void {
    if (seat.closing) return;
    seat.state = 'closing';
    idle.left(seat);
    bots.left(seat);
    logins.drop(seat);
    if (!seat.isChecked) leave(seat);
  }

  function end(seat: Seat): void {
    if (seat.state !== 'open') return;
    seat.state = 'ended';
    logins.hurry(seat);
    endWhenDone(hub, seat);
  }

  /** Posts the session's departure, behind all its requests. */
  function leave(seat: Seat): void {
    if (seat.idle && seat.user === 0) hub.remove(seat);
    else posting.post(seat, departureEvent(seat, hub), undefined, undefined);
  }

  const command = (event: Asked, room?: string): Promise<Answer> =>
    new Promise((resolve) => posting.post(own, event, resolve, room));

  const acts: GrantActs = createGrantActs({
    world,
    store,
    clock,
    codes: options.codes,
    actors,
    logins,
    command,
    showTyping: (as, key, typed) => showActing(typingShown, as, key, typed),
    hashOf,
    bots,
  });

  const run = nodeRun({
    ...options,
    world,
    hub,
    logins,
    posting,
    actors,
    rules: rulesVersion,
    command,
    close,
    finished,
    leaving,
  });

  const accountNamed: Chat['accountNamed'] = (name) => store.accountNamed(accountKey(store, name));

  return {
    clock,
    kept: texts.store,
    ...dialectRequestsOf({ hub, logins, world }),
    post,
    move: (seat, earlier, ask) =>
      moveSession({ world, run: drafts.run, addressOf, post, bots }, { seat, earlier, ask }),
    relocate: (earlier, { address }) => posting.relocate(earlier, address),
    end,
    close,
    logOut(seat) {
      seat.loggedOut = true;
      close(seat);
    },
    follow: (seat, cursor) => followCursor({ reading, store, hub }, seat, cursor),
    ...readsOf(reading, clock),
    ...acts,
    ...createModeration({ world, store, clock }),
    ...roomListsOf({ world, store, hub, states, clock }),
    idle(seat, on) {
      if (seat.user > 0 && !seat.acting) idle.set(seat, on);
    },
    typing: (seat, to, active) => showTyping(typingShown, seat, { to, active }),
    search: async (reader, text, page) => (await searches?.search(reader, text, page)) ?? 'unavailable',
    online(limit, reader) {
      const all = hub.roster.online(limit);
      const ignored = reader && store.ignored(reader.user);
      return ignored && ignored.size > 0 ? all.map((person) => withoutText(person, ignored)) : all;
    },
    unread: (seat) => counts.all(seat),
    unreadPage: (seat, after, limit) => counts.page(seat, after, limit),
    unreadOf: (seat, name) => counts.of(seat, name),
    ignored: (seat) => counts.ignored(seat),
    ignores: (seat, user) => store.ignored(seat.user).has(user),
    cursor: () => ({ epoch: world.epoch, seq: hub.places.complete }),
    ...serverReads({ world, store, hub, codes: options.codes, clock }),
    accountNamed,
    ...groupAccounts({ ...options, accountNamed, command }),
    ...run,
    command,
    present: (name) => world.presentNamed(keyOf((key) => world.presentNamed(key), name)),
    watch: (onEntry) => hub.watch(onEntry),
    get opened() {
      return hub.seats.opened;
    },
    get underWay() {
      return hub.intake.bytes;
    },
    get sessions() {
      return hub.seats.all.size;
    },
  };
}
