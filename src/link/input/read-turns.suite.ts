import assert from 'node:assert/strict';
import type { AddressTurns, TurnReader } from './address-turns.ts';
import type { InputRates, LinkAllowance } from './input-rates.ts';
import { ReadTurns } from './read-turns.ts';

export const chunk: number = 64 * 1024;

/** A peer that always has something to send. */
export class Sender implements TurnReader {
  readIn = -1;
  held = 0;
  unfinished = 0;
  allowance: LinkAllowance | undefined = undefined;
  ended = false;
  reading = false;
  turns = 0;
  readonly address: AddressTurns;

  constructor(address: AddressTurns) {
    this.address = address;
    address.start(this);
  }

  startReading(): void {
    this.reading = true;
  }

  stopReading(): void {
    this.reading = false;
  }

  endUnfinished(least: number): void {
    assert.ok(this.unfinished > least);
    this.ended = true;
    this.address.leave(this);
  }
}

/** Turns that a test makes: all that read, in their order, as libuv does it. */
export class Loop {
  readonly turns: ReadTurns = new ReadTurns(
    (call) => this.due.push(call),
    () => this.now,
    (_ms, run) => {
      this.looks.push(run);
      return () => {};
    },
  );
  /** In ms. */
  now = 0;
  readonly looks: (() => void)[] = [];
  readonly due: (() => void)[] = [];

  /** A second passes, in which each of them sends as much as it is read. Returns how much that was. */
  second(senders: readonly Sender[], bytes: number = chunk): number {
    let read = 0;
    for (let look = 0; look < 20; look++) {
      this.now += 50;
      for (const run of this.looks.splice(0)) run();
      for (let turn = 0; turn < 20; turn++) read += this.turn(senders, bytes).length * bytes;
    }
    return read;
  }

  /** Which of them have read in this turn. `then`: what each does with it. */
  turn(
    senders: readonly Sender[],
    bytes: number = chunk,
    then: (sender: Sender) => void = () => {},
  ): readonly Sender[] {
    const ready = senders.filter(({ reading }) => reading);
    const read = ready.filter((sender) => {
      if (!sender.reading) return false;
      sender.turns++;
      sender.address.took(sender, bytes);
      then(sender);
      return true;
    });
    for (const call of this.due.splice(0)) call();
    return read;
  }
}

export const sendersOf = (loop: Loop, network: string, count: number, rates?: InputRates): Sender[] =>
  Array.from({ length: count }, () => new Sender(loop.turns.enter(network, rates)));
