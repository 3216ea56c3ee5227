import type { Millis } from '#chat/event.ts';

/** How long the calls of expired timers may take in one turn of the event loop, in ms; the others wait for the next turns. */
export const timersTime: Millis = 3;

export interface TimerTurnsOptions {
  readonly elapsed: () => Millis;
  /** Runs once this turn of the event loop is over: what has come in meanwhile was read. */
  readonly nextTurn: (run: () => void) => void;
  /** Runs after what the present call has made due: its promises. */
  readonly thenRun: (run: () => void) => void;
}

/** Removes the call, if it was not made yet. */
type Cancel = () => void;

/**
 * Makes the calls of expired timers, in their order. Node makes the calls of all expired timers in one turn of the event loop:
 * replies to a thousand links, due in the same millisecond, would hold up everybody else's input.
 */
export function timerTurns({ elapsed, nextTurn, thenRun }: TimerTurnsOptions): (call: () => void) => Cancel {
  const waiting = new Set<{ readonly call: () => void }>();
  let inTurn = false;
  let began: Millis = 0;

  const isSpent = (): boolean => elapsed() - began > timersTime;
  const begin = (): void => {
    inTurn = true;
    began = elapsed();
    nextTurn(over);
  };
  const over = (): void => {
    inTurn = false;
    if (waiting.size === 0) return;
    begin();
    goOn();
  };
  // One call at a time, so that the time of what follows from it is counted too.
  const goOn = (): void => {
    if (isSpent()) return;
    for (const due of waiting) {
      waiting.delete(due);
      if (waiting.size > 0) thenRun(goOn);
      due.call();
      return;
    }
  };

  return (call) => {
    if (!inTurn) begin();
    if (waiting.size === 0 && !isSpent()) {
      call();
      return () => {};
    }
    const due = { call };
    waiting.add(due);
    return () => waiting.delete(due);
  };
}
