import type { Clock } from '#chat/ports.ts';
import { CoarseTimer } from './coarse-timer.ts';
import type { Millis } from '#chat/event.ts';
import { NetworkQueue, type NetworkItem } from '#chat/hub/turns/network-queue.ts';
import { type Brake, type LaneName, laneNames, type PasswordWork } from './password-work.ts';

/** Passwords hashed at the same time: more would block the thread pool, which also runs `fdatasync`. */
const atOnce = 2;

/** A brake, with the work it holds back. */
interface Gate {
  readonly brake: Brake;
  /** Work with this brake, waiting or being done. */
  users: number;
  inHand: number;
  readonly waiting: Set<Item>;
}

interface Item extends NetworkItem {
  readonly work: PasswordWork;
  readonly gates: readonly Gate[];
  /** The brake at which it waits, outside its lane. */
  behind: Gate | undefined;
}

/**
 * Password work: two at a time, from each lane in turn, and in each lane from each network in turn. The brakes are read
 * when work is taken; work they hold back waits outside its lane and takes no place there. An attempt that is being checked
 * counts as wrong until its result is known, so attempts at once are delayed as much as attempts in sequence.
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

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#alarm = new CoarseTimer(
      clock,
      (gate) => gate.brake.next(),
      (gates) => {
        for (const gate of gates) this.#open(gate);
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
    const item: Item = { work, network, gates: work.brakes.map((brake) => this.#gate(brake)), behind: undefined };
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
    if (item?.behind && item.behind.brake.next() > this.#clock.elapsed()) this.#drop(item);
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
      for (let item = lane.shift(); item; item = lane.shift()) {
        const gate = item.gates.find((each) => isClosed(each, now));
        if (!gate) {
          this.#turn = turn + 1;
          return item;
        }
        this.#wait(item, gate, now);
      }
    }
    return undefined;
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
    gate.waiting.add(item);
    if (rests) this.#alarm.add(gate);
  }

  /** Work is done, and has changed the brake. */
  #moved(gate: Gate, now: Millis): void {
    if (gate.waiting.size === 0) return;
    if (gate.brake.next() > now) this.#rest(gate);
    else if (!isClosed(gate, now)) this.#open(gate);
  }

  /** Work held by the gate waits for its time; work that may not wait, and work above the limit, is refused. */
  #rest(gate: Gate): void {
    let waiting = 0;
    for (const item of gate.waiting) if (item.work.hurried || ++waiting > gate.brake.most) this.#drop(item);
    if (gate.waiting.size > 0) this.#alarm.add(gate);
  }

  /** Puts the work back in its lanes: the first one taken may close the gate again. */
  #open(gate: Gate): void {
    this.#alarm.delete(gate);
    for (const item of gate.waiting) {
      item.behind = undefined;
      this.#lanes[item.work.lane].push(item);
    }
    gate.waiting.clear();
  }

  #drop(item: Item): void {
    const { behind, work, gates } = item;
    this.#forget(item);
    if (!behind) this.#lanes[work.lane].delete(item);
    else if (behind.waiting.delete(item) && behind.waiting.size === 0) this.#alarm.delete(behind);
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
    const gate = known ?? { brake, users: 0, inHand: 0, waiting: new Set() };
    if (!known) this.#gates.set(brake.key, gate);
    gate.users++;
    return gate;
  }

  #release(gate: Gate): void {
    if (--gate.users === 0) this.#gates.delete(gate.brake.key);
  }
}

const isClosed = ({ brake, inHand }: Gate, now: Millis): boolean => brake.next() > now || inHand >= brake.width(now);
