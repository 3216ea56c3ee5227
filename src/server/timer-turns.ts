import type { Millis } from '#chat/event.ts';

/**
 * The time, in ms, for calls of expired timers in one turn of the event loop; the other calls wait for the next turns.
 */
export const timersTime: Millis = 3;

export interface TimerTurnsOptions {
  readonly elapsed: () => Millis;
  /** How long calls may take in this turn of the event loop: at most `most`. */
  readonly allows: (most: Millis) => Millis;
  /** Runs after this turn of the event loop, when new input was read. */
  readonly nextTurn: (run: () => void) => void;
  /** Runs after the promises that the current call has settled. */
  readonly thenRun: (run: () => void) => void;
}

/** Cancels the call, if it has not been made. */
type Cancel = () => void;

/**
 * Makes the calls of expired timers, in order. Node makes the calls of all expired timers in one turn of the event
 * loop: replies to a thousand links, due in the same millisecond, would delay the input of all others.
 */
export function timerTurns({ elapsed, allows, nextTurn, thenRun }: TimerTurnsOptions): (call: () => void) => Cancel {
  const waiting = new Set<{ readonly call: () => void }>();
  let inTurn = false;
  let began: Millis = 0;

  const isSpent = (): boolean => elapsed() - began > allows(timersTime);
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
  // One call at a time, so that the time of the work it causes is counted, too.
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
