import type { Clock } from '#chat/ports.ts';
import { CoarseTimer } from './coarse-timer.ts';
import type { Millis } from '#chat/event.ts';
import { type NetworkItem, RoundRobin } from '#turns/round-robin.ts';
import { NetworkQueue } from '#turns/network-queue.ts';
import { type Brake, type LaneName, laneNames, type PasswordWork } from './password-work.ts';

/** Passwords hashed at the same time: more would block the thread pool, which also runs `fdatasync`. */
const atOnce = 2;
/** Work of a lane that is held back by brakes at a time, before other work of the server goes on. */
const heldAtOnce = 256;
/** When the rest of it is looked at, in ms. */
const pause: Millis = 1;

/** A brake, with the work it holds back. */
interface Gate {
  readonly brake: Brake;
  /** Work with this brake, waiting or being done. */
  users: number;
  inHand: number;
  /** Work that it let through, and that waits in its lane: it counts as if it were in hand. */
  passed: number;
  readonly waiting: RoundRobin<Item>;
  /** Those of them that may not wait for the brake's time. */
  readonly hurried: Set<Item>;
}

interface Item extends NetworkItem {
  readonly work: PasswordWork;
  readonly gates: readonly Gate[];
  /** The brake at which it waits, outside its lane. */
  behind: Gate | undefined;
  /** The brake that let it through last, while it waits in its lane. */
  passed: Gate | undefined;
}

/**
 * Password work: two at a time, from each lane in turn, and in each lane from each network in turn. The brakes are read
 * when work is taken; work they hold back waits outside its lane and takes no place there, and when a brake opens, it lets through
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
  readonly #gates = new Map<string, Gate>();
  /** Gates that hold work until a given time. */
  readonly #alarm: CoarseTimer<Gate>;
  #free = atOnce;
  /** Resolves when no work is under way any more; undefined while new work is taken. */
  #closed: PromiseWithResolvers<void> | undefined;
  #turn = 0;
  #pauses = false;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#alarm = new CoarseTimer(
      clock,
      (gate) => gate.brake.next(),
      (gates) => {
        for (const gate of gates) this.#letThrough(gate);
        this.#go();
      },
    );
  }

  /** False when too much from the same network waits, or the queue is closed. */
  add(work: PasswordWork): boolean {
    if (this.#closed) return false;
    const { network } = work;
    const lane = this.#lanes[work.lane];
    const room = lane.room(network);
    if (room === false) return false;
    if (room !== true) this.#drop(room);
    const item: Item = {
      work,
      network,
      gates: work.brakes.map((brake) => this.#gate(brake)),
      behind: undefined,
      passed: undefined,
    };
    this.#items.set(work, item);
    lane.enter(item);
    this.#go();
    return true;
  }

  /** Refuses work that was not begun yet; work being done goes on. */
  drop(work: PasswordWork): void {
    const item = this.#items.get(work);
    if (item) this.#drop(item);
  }

  /** Refuses work that waits for a brake's time. */
  hurry(work: PasswordWork): void {
    const item = this.#items.get(work);
    if (!item?.behind) return;
    if (item.behind.brake.next() > this.#clock.elapsed()) this.#drop(item);
    else item.behind.hurried.add(item);
  }

  /** Refuses all work that was not begun, and further work. Resolves when that under way is done. */
  close(): Promise<void> {
    this.#closed ??= Promise.withResolvers();
    for (const item of this.#items.values()) this.#drop(item);
    this.#go();
    return this.#closed.promise;
  }

  #go(): void {
    if (this.#free === atOnce) this.#closed?.resolve();
    while (this.#free > 0) {
      const item = this.#take();
      if (!item) return;
      void this.#run(item);
    }
  }

  #take(): Item | undefined {
    const now = this.#clock.elapsed();
    for (let n = 0; n < laneNames.length; n++) {
      const turn = (this.#turn + n) % laneNames.length;
      const lane = this.#lanes[laneNames[turn] ?? 'login'];
      let left = heldAtOnce;
      for (let item = lane.shift(); item; item = lane.shift()) {
        const { passed } = item;
        const gate = item.gates.find((each) => isClosed(each, now, each === passed));
        this.#leavesLane(item);
        if (!gate) {
          this.#turn = turn + 1;
          return item;
        }
        this.#wait(item, gate, now);
        if (passed) this.#letThrough(passed);
        if (--left === 0) {
          this.#goOn();
          break;
        }
      }
    }
    return undefined;
  }

  #goOn(): void {
    if (this.#pauses) return;
    this.#pauses = true;
    this.#clock.after(pause, () => {
      this.#pauses = false;
      this.#go();
    });
  }

  #leavesLane(item: Item): void {
    if (item.passed) item.passed.passed--;
    item.passed = undefined;
  }

  async #run(item: Item): Promise<void> {
    this.#free--;
    this.#forget(item);
    for (const gate of item.gates) gate.inHand++;
    await item.work.run();
    this.#free++;
    const now = this.#clock.elapsed();
    for (const gate of item.gates) {
      gate.inHand--;
      this.#release(gate);
      this.#moved(gate, now);
    }
    this.#go();
  }

  #wait(item: Item, gate: Gate, now: Millis): void {
    const rests = gate.brake.next() > now;
    if (rests && (item.work.hurried || gate.waiting.size >= gate.brake.most)) return this.#drop(item);
    item.behind = gate;
    gate.waiting.push(item);
    if (rests) this.#alarm.add(gate);
  }

  /** Work is done, and has changed the brake. */
  #moved(gate: Gate, now: Millis): void {
    if (gate.waiting.size === 0) return;
    if (gate.brake.next() > now) this.#waits(gate);
    else this.#letThrough(gate);
  }

  /** Work held by the gate waits for its time; work that may not wait, and work above the limit, is refused. */
  #waits(gate: Gate): void {
    for (const item of gate.hurried) this.#drop(item);
    let left = gate.brake.most;
    if (gate.waiting.size > left) for (const item of [...gate.waiting]) if (--left < 0) this.#drop(item);
    if (gate.waiting.size > 0) this.#alarm.add(gate);
  }

  /**
   * Puts as much work back in its lanes as the gate lets begin, in front of what its network has there. The brake's time may have
   * become later meanwhile, by an attempt that it does not hold back.
   */
  #letThrough(gate: Gate): void {
    const now = this.#clock.elapsed();
    if (gate.brake.next() <= now) this.#alarm.delete(gate);
    else if (gate.waiting.size > 0) this.#alarm.add(gate);
    while (gate.waiting.size > 0 && !isClosed(gate, now, false)) {
      const item = gate.waiting.shift();
      if (!item) return;
      gate.hurried.delete(item);
      item.behind = undefined;
      item.passed = gate;
      gate.passed++;
      this.#lanes[item.work.lane].push(item, true);
    }
  }

  #drop(item: Item): void {
    const { behind, passed, work, gates } = item;
    this.#forget(item);
    behind?.hurried.delete(item);
    if (!behind) this.#lanes[work.lane].delete(item);
    else if (behind.waiting.delete(item) && behind.waiting.size === 0) this.#alarm.delete(behind);
    this.#leavesLane(item);
    if (passed) this.#letThrough(passed);
    for (const gate of gates) this.#release(gate);
    work.refuse();
  }

  /** Removes work that no longer waits. */
  #forget(item: Item): void {
    this.#items.delete(item.work);
    this.#lanes[item.work.lane].leave(item);
  }

  #gate(brake: Brake): Gate {
    const known = this.#gates.get(brake.key);
    const gate = known ?? {
      brake,
      users: 0,
      inHand: 0,
      passed: 0,
      waiting: new RoundRobin<Item>(),
      hurried: new Set<Item>(),
    };
    if (!known) this.#gates.set(brake.key, gate);
    gate.users++;
    return gate;
  }

  #release(gate: Gate): void {
    if (--gate.users === 0) this.#gates.delete(gate.brake.key);
  }
}

/** For work that it let through, or for other work. */
const isClosed = ({ brake, inHand, passed }: Gate, now: Millis, hasPassed: boolean): boolean =>
  brake.next() > now || inHand + (hasPassed ? 0 : passed) >= brake.width(now);
