import { toldInRooms } from '#chat/hub/delivery/told-in-rooms.ts';
import { Hub } from '#chat/hub/hub.ts';
import { nodeSession } from '#chat/hub/sessions/node-session.ts';
import { reportDraft } from '#chat/hub/personal/report-draft.ts';
import { Seat } from '#chat/hub/seat.ts';
import type { Answer } from '#chat/hub/session.ts';
import { UnansweredDrafts } from '#chat/hub/requests/unanswered-drafts.ts';
import { LiveWorld } from '#chat/order/live-world.ts';
import { Posting } from '#chat/posting/posting.ts';
import { Quota } from '#chat/posting/quota.ts';
import type { Chat } from '#chat/chat.ts';
import type { Asked } from '#chat/event.ts';
import type { ChatOptions } from './chat-options.ts';
import { roomHearing } from './room-of-draft.ts';

/** The way of a draft on this node: posted, judged in the order, delivered. */
export interface OrderAndHub {
  readonly world: LiveWorld;
  readonly hub: Hub;
  readonly posting: Posting;
  /** The id of the node's run. */
  readonly run: string;
  /** The seat of the node itself. */
  readonly nodeSeat: Seat;
  readonly post: Chat['post'];
  /** Posts a draft of the node itself. */
  readonly command: (event: Asked, room?: string) => Promise<Answer>;
}

/** `close`: ends a session as if its peer had disconnected. */
export function createOrderAndHub(options: ChatOptions, close: (seat: Seat) => void): OrderAndHub {
  const { store, bus, clock, loop, writesAtOnce, pause, rates, onBug } = options;
  const world = new LiveWorld(store);
  const drafts = new UnansweredDrafts(options.newId());
  const hub = new Hub({
    drafts,
    shown: world.seq,
    store,
    clock,
    pause,
    loop,
    writesAtOnce,
    rates,
    close,
    onBug(error, seat) {
      onBug(error, 'a session');
      close(seat);
    },
    report: (seat, delivered, heard) => posting.post(seat, reportDraft(delivered, heard), undefined, undefined),
  });
  const told = { audience: hub.audience, roster: hub.roster, channel: (name: string) => world.channel(name) };
  const posting: Posting = new Posting({
    drafts,
    bus,
    hub,
    store,
    clock,
    loop,
    quota: rates && new Quota(clock, () => store.spare()),
    hearersOf(event, room) {
      const id = roomHearing(world, store, event, room);
      return id === undefined ? undefined : hub.audience.hearersOf(id);
    },
    toldOf: (event, seat, room) => toldInRooms(told, event, seat, room),
  });
  const nodeSeat = new Seat(0, nodeSession);
  return {
    world,
    hub,
    posting,
    run: drafts.run,
    nodeSeat,
    post: (seat, event, ask, room, once) => posting.post(seat, event, ask, room, once),
    command: (event, room) => new Promise((resolve) => posting.post(nodeSeat, event, resolve, room)),
  };
}
