import { IdleUsers } from '#chat/hub/presence/idle-users.ts';
import { showActing, showTyping } from '#chat/hub/presence/show-typing.ts';
import { Typing } from '#chat/hub/presence/typing.ts';
import { BotSessions } from '#chat/grants/bot-sessions.ts';
import { GrantActors } from '#chat/grants/grant-actors.ts';
import { type GrantActs, createGrantActs } from '#chat/grants/grant-acts.ts';
import { addressHash, addressHashes } from '#chat/login/address-hashes.ts';
import { Logins } from '#chat/login/logins.ts';
import type { RunningChat } from '#chat/chat.ts';
import { registrationOn } from '#chat/settings/listener-rules.ts';
import { keyOf } from '#chat/names/name-keys.ts';
import type { ChatOptions } from './chat-options.ts';
import { dialectRequestsOf } from './dialect-requests.ts';
import { followOrder } from './follow-order.ts';
import { groupAccounts } from './group-accounts.ts';
import { moveSession } from './move-session.ts';
import { nodeRun } from './node-run.ts';
import { createOrderAndHub } from './order-and-hub.ts';
import { type SessionEnds, sessionEnds } from './session-ends.ts';
import { createShownReads } from './shown-reads.ts';

export type { ChatOptions } from './chat-options.ts';

/** Version of the rules by which drafts are judged: nodes with different versions would reach different verdicts. */
export const rulesVersion = 17;

export function createChat(options: ChatOptions): RunningChat {
  const { store, clock, codes, addresses } = options;
  const main = createOrderAndHub(options, (seat) => ends.close(seat));
  const { world, hub, posting, post, command } = main;
  const addressOf = addresses && addressHashes(store, addresses);
  const hashOf = addressHash(store, addresses);
  const actors = new GrantActors({ hub, posting, addressOf });
  const bots = new BotSessions({ world, store, clock, hub, hashOf });
  const idle = new IdleUsers({ hub, clock });
  const logins = new Logins({
    hub,
    store,
    clock,
    passwords: options.passwords,
    codes,
    post,
    command,
    leave: (seat) => ends.leave(seat),
    registration: (rules) => registrationOn(rules, world.set),
    registrations: options.registrations,
    onWrong: options.onWrongPassword,
    addressOf,
    grant: (code) => acts.grant(code),
  });
  const ends: SessionEnds = sessionEnds({ hub, posting, logins, idle, bots });
  const typing = { world, hub, typing: new Typing({ hub, clock }), clock };
  const acts: GrantActs = createGrantActs({
    world,
    store,
    clock,
    codes,
    actors,
    logins,
    command,
    showTyping: (as, key, typed) => showActing(typing, as, key, typed),
    hashOf,
    bots,
  });
  const { messages, rooms, reads } = createShownReads({ ...options, world, hub });
  const leaving = new AbortController();
  const parts = { ...options, world, hub, posting, logins, actors, bots, idle, messages, rooms, rules: rulesVersion };
  const finished = followOrder({
    ...parts,
    seats: () => [main.nodeSeat, ...actors.seats, ...hub.seats.all],
    signal: leaving.signal,
  });
  const { end, close, logOut } = ends;
  return {
    clock,
    kept: messages.store,
    ...dialectRequestsOf({ hub, logins, world }),
    post,
    command,
    end,
    close,
    logOut,
    move: (seat, earlier, ask) => moveSession({ world, run: main.run, addressOf, post, bots }, { seat, earlier, ask }),
    relocate: (earlier, { address }) => posting.relocate(earlier, address),
    idle(seat, on) {
      if (seat.user > 0 && !seat.acting) idle.set(seat, on);
    },
    typing: (seat, to, active) => showTyping(typing, seat, { to, active }),
    ...acts,
    ...reads,
    ...groupAccounts({ ...options, accountNamed: reads.accountNamed, command }),
    ...nodeRun({ ...parts, command, close, finished, leaving }),
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
