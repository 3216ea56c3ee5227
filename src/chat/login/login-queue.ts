import type { Clock } from '#chat/ports.ts';
import { CoarseTimer } from './coarse-timer.ts';
import type { Millis } from '#chat/event.ts';
import { type ClientItem, ClientTurns } from '#turns/client-turns.ts';
import { NetworkQueue } from '#turns/network-queue.ts';
import { type Throttle, type LaneName, laneNames, type PasswordWork } from './password-work.ts';

/** Passwords hashed at the same time: more would block the thread pool, which also runs `fdatasync`. */
const maxConcurrent = 2;
/** Work of a lane that is held back by throttles at a time, before other work of the server goes on. */
const maxHeldPerTurn = 256;
/** Time until the rest of it is looked at, in ms. */
const pause: Millis = 1;

/** All work under one throttle. */
interface ThrottledGroup {
  readonly throttle: Throttle;
  /** Waiting or being done. */
  size: number;
  running: number;
  /** Work that was let through, and waits in its lane: it counts as if it were running. */
  released: number;
  readonly waiting: ClientTurns<Item>;
  /** Those of them that may not wait for the throttle's time. */
  readonly refusedIfDelayed: Set<Item>;
}

interface Item extends ClientItem {
  readonly work: PasswordWork;
  readonly groups: readonly ThrottledGroup[];
  /** The group in which it waits, outside its lane. */
  heldBy: ThrottledGroup | undefined;
  /** It was let through and waits in its lane: each of its groups keeps a place for it. */
  isReleased: boolean;
}

/**
 * Password work: two at a time, from each lane in turn, in each lane from each network in turn, and in each network from each name in turn. The throttles are read
 * when work is taken; work they hold back waits outside its lane and takes no place there, and when a throttle opens, it lets through
 * only what may begin, from each network in turn: however much waits for one name, each attempt takes the same time. An attempt that is
 * being checked counts as wrong until its result is known, so attempts at once are delayed as much as attempts in sequence.
 */
export class LoginQueue {
  readonly #clock: Clock;
  readonly #lanes: Readonly<Record<LaneName, NetworkQueue<Item>>> = {
    known: new NetworkQueue(),
    login: new NetworkQueue(),
    registration: new NetworkQueue(),
  };
  /** Work that was not begun yet. */
  readonly #items = new Map<PasswordWork, Item>();
  readonly #groups = new Map<string, ThrottledGroup>();
  /** For groups that are held until a given time. */
  readonly #timer: CoarseTimer<ThrottledGroup>;
  #free = maxConcurrent;
  /** Resolves when no work is under way any more; undefined while new work is taken. */
  #closed: PromiseWithResolvers<void> | undefined;
  #turn = 0;
  #isPaused = false;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#timer = new CoarseTimer(
      clock,
      (group) => group.throttle.notBefore(),
      (due) => {
        for (const group of due) this.#releaseHeld(group);
        this.#startWork();
      },
    );
  }

  /** False when too much from the same network, or for the same name there, waits, or the queue is closed. */
  add(work: PasswordWork): boolean {
    if (this.#closed) return false;
    const { network, client } = work;
    const lane = this.#lanes[work.lane];
    const space = lane.space(work);
    if (space === false) return false;
    if (space !== true) this.#drop(space);
    const item: Item = {
      work,
      network,
      client,
      groups: work.throttles.map((throttle) => this.#groupOf(throttle)),
      heldBy: undefined,
      isReleased: false,
    };
    this.#items.set(work, item);
    lane.enter(item);
    this.#startWork();
    return true;
  }

  /** Refuses work that was not begun yet; work being done goes on. */
  drop(work: PasswordWork): void {
    const item = this.#items.get(work);
    if (item) this.#drop(item);
  }

  /** Refuses work that waits for a throttle's time. */
  dropDelayed(work: PasswordWork): void {
    const item = this.#items.get(work);
    if (!item?.heldBy) return;
    if (item.heldBy.throttle.notBefore() > this.#clock.elapsed()) this.#drop(item);
    else item.heldBy.refusedIfDelayed.add(item);
  }

  /** Refuses all work that was not begun, and further work. Resolves when that under way is done. */
  close(): Promise<void> {
    this.#closed ??= Promise.withResolvers();
    for (const item of this.#items.values()) this.#drop(item);
    this.#startWork();
    return this.#closed.promise;
  }

  #startWork(): void {
    if (this.#free === maxConcurrent) this.#closed?.resolve();
    while (this.#free > 0) {
      const item = this.#nextItem();
      if (!item) return;
      void this.#run(item);
    }
  }

  #nextItem(): Item | undefined {
    const now = this.#clock.elapsed();
    for (let n = 0; n < laneNames.length; n++) {
      const turn = (this.#turn + n) % laneNames.length;
      const lane = this.#lanes[laneNames[turn] ?? 'login'];
      let left = maxHeldPerTurn;
      for (let item = lane.shift(); item; item = lane.shift()) {
        const { isReleased } = item;
        this.#leftLane(item);
        const group = blocking(item, now);
        if (!group) {
          this.#turn = turn + 1;
          return item;
        }
        this.#hold(item, group, now);
        if (isReleased) this.#releaseBehind(item);
        if (--left === 0) {
          this.#continueLater();
          break;
        }
      }
    }
    return undefined;
  }

  #continueLater(): void {
    if (this.#isPaused) return;
    this.#isPaused = true;
    this.#clock.after(pause, () => {
      this.#isPaused = false;
      this.#startWork();
    });
  }

  #leftLane(item: Item): void {
    if (item.isReleased) for (const group of item.groups) group.released--;
    item.isReleased = false;
  }

  async #run(item: Item): Promise<void> {
    this.#free--;
    this.#forget(item);
    for (const group of item.groups) group.running++;
    await item.work.run();
    this.#free++;
    const now = this.#clock.elapsed();
    for (const group of item.groups) {
      group.running--;
      this.#leaveGroup(group);
    }
    for (const group of item.groups) this.#throttleChanged(group, now);
    this.#startWork();
  }

  #hold(item: Item, group: ThrottledGroup, now: Millis, refusedIfDelayed = item.work.refusedIfDelayed): void {
    const isDelayed = group.throttle.notBefore() > now;
    if (isDelayed && (refusedIfDelayed || group.waiting.size >= group.throttle.maxWaiting)) return this.#drop(item);
    item.heldBy = group;
    group.waiting.push(item);
    if (refusedIfDelayed) group.refusedIfDelayed.add(item);
    if (isDelayed) this.#timer.add(group);
  }

  /** Work is done, and has changed the throttle. */
  #throttleChanged(group: ThrottledGroup, now: Millis): void {
    if (group.waiting.size === 0) return;
    if (group.throttle.notBefore() > now) this.#delayHeld(group);
    else this.#releaseHeld(group);
  }

  /** Held work waits for the throttle's time; work that may not wait, and work above the limit, is refused. */
  #delayHeld(group: ThrottledGroup): void {
    for (const item of group.refusedIfDelayed) this.#drop(item);
    let left = group.throttle.maxWaiting;
    if (group.waiting.size > left) for (const item of [...group.waiting]) if (--left < 0) this.#drop(item);
    if (group.waiting.size > 0) this.#timer.add(group);
  }

  /**
   * Puts as much work back in its lanes as the throttle lets begin, in front of what its network has there. The throttle's time may have
   * become later meanwhile, by an attempt that it does not hold back. What another throttle holds back goes on waiting there: only work that
   * may begin gets places, so work with two throttles in common cannot go back and forth between them.
   */
  #releaseHeld(group: ThrottledGroup): void {
    const now = this.#clock.elapsed();
    if (group.throttle.notBefore() <= now) this.#timer.delete(group);
    else if (group.waiting.size > 0) this.#timer.add(group);
    while (group.waiting.size > 0 && !isBlocked(group, now)) {
      const item = group.waiting.shift();
      if (!item) return;
      const refusedIfDelayed = group.refusedIfDelayed.delete(item) || item.work.refusedIfDelayed;
      item.heldBy = undefined;
      const other = blocking(item, now);
      if (other) this.#hold(item, other, now, refusedIfDelayed);
      else this.#release(item);
    }
  }

  #release(item: Item): void {
    item.isReleased = true;
    for (const group of item.groups) group.released++;
    this.#lanes[item.work.lane].push(item, true);
  }

  /** Work gives up the places that its throttles kept for it: other work may have them. */
  #releaseBehind({ groups }: Item): void {
    for (const group of groups) this.#releaseHeld(group);
  }

  #drop(item: Item): void {
    const { heldBy, isReleased, work, groups } = item;
    this.#forget(item);
    heldBy?.refusedIfDelayed.delete(item);
    if (!heldBy) this.#lanes[work.lane].delete(item);
    else if (heldBy.waiting.delete(item) && heldBy.waiting.size === 0) this.#timer.delete(heldBy);
    this.#leftLane(item);
    if (isReleased) this.#releaseBehind(item);
    for (const group of groups) this.#leaveGroup(group);
    work.refuse();
  }

  /** Removes work that no longer waits. */
  #forget(item: Item): void {
    this.#items.delete(item.work);
    this.#lanes[item.work.lane].leave(item);
  }

  #groupOf(throttle: Throttle): ThrottledGroup {
    const known = this.#groups.get(throttle.key);
    const group = known ?? {
      throttle,
      size: 0,
      running: 0,
      released: 0,
      waiting: new ClientTurns<Item>(),
      refusedIfDelayed: new Set<Item>(),
    };
    if (!known) this.#groups.set(throttle.key, group);
    group.size++;
    return group;
  }

  #leaveGroup(group: ThrottledGroup): void {
    if (--group.size === 0) this.#groups.delete(group.throttle.key);
  }
}

const isBlocked = ({ throttle, running, released }: ThrottledGroup, now: Millis): boolean =>
  throttle.notBefore() > now || running + released >= throttle.concurrency(now);

/** The group for which work may not begin yet. */
const blocking = ({ groups }: Item, now: Millis): ThrottledGroup | undefined =>
  groups.find((group) => isBlocked(group, now));
