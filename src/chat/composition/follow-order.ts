import { signalPresence } from '#chat/hub/presence/presence-signals.ts';
import type { IdleUsers } from '#chat/hub/presence/idle-users.ts';
import type { Hub } from '#chat/hub/hub.ts';
import type { Seat } from '#chat/hub/seat.ts';
import { followedUpto } from '#chat/order/followed-place.ts';
import { judgeStoreDeliver } from '#chat/order/judge-store-deliver.ts';
import type { Outcome } from '#chat/outcome.ts';
import type { LiveWorld } from '#chat/order/live-world.ts';
import type { Posting } from '#chat/posting/posting.ts';
import { WorkTime } from '#chat/posting/work-time.ts';
import type { ShownMessages } from '#chat/reading/shown-messages.ts';
import type { ShownRooms } from '#chat/reading/shown-rooms.ts';
import type { BotSessions } from '#chat/grants/bot-sessions.ts';
import type { ChatOptions } from './chat-options.ts';

export interface FollowOrderOptions extends Pick<
  ChatOptions,
  'store' | 'bus' | 'clock' | 'pause' | 'onBug' | 'cpuTime'
> {
  readonly world: LiveWorld;
  readonly hub: Hub;
  readonly posting: Posting;
  readonly bots: BotSessions;
  readonly idle: IdleUsers;
  /** What readers are shown of a batch under way. */
  readonly messages: ShownMessages;
  readonly rooms: ShownRooms;
  /** Version of the rules by which drafts are judged. */
  readonly rules: number;
  /** All seats that may have drafts under way. */
  readonly seats: () => readonly Seat[];
  readonly signal: AbortSignal;
}

/** Judges, keeps and delivers what comes in the order. See `RunningChat.finished`. */
export function followOrder(options: FollowOrderOptions): Promise<void> {
  const { store, bus, clock, world, hub, posting, bots, idle, messages, rooms, rules, seats, pause, onBug } = options;
  const work = new WorkTime(options.cpuTime ?? (() => clock.elapsed()));
  const delivered = (outcomes: readonly Outcome[], writes: number): number => {
    messages.shown();
    bots.delivered(outcomes);
    signalPresence({ hub, idle, store }, outcomes);
    return writes;
  };
  const apply = judgeStoreDeliver({
    store,
    world,
    hub: {
      batchBegins() {
        work.begin();
        hub.batchBegins();
      },
      deliver(outcomes) {
        work.begin();
        const writes = hub.deliver(outcomes, () => posting.batchTook(outcomes.length, work.end()));
        return typeof writes === 'number'
          ? delivered(outcomes, writes)
          : writes.then((all) => delivered(outcomes, all));
      },
    },
    bus: bus.name,
    rules,
    onBug: (error, { draft }) => onBug(error, `deciding on ${draft.event.kind}`),
    onJudged(outcomes) {
      work.pause();
      rooms.judged(outcomes);
      messages.judged(outcomes);
    },
    pause,
    onHeld: () => posting.refuseWaiting(seats()),
    wasRefused: (draft) => posting.wasRefused(draft),
  });
  return bus.follow(followedUpto(bus, world), apply, options.signal);
}
