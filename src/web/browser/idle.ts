import { connection } from './connection.ts';
import { phase } from './store.ts';

/** After this time without input, in ms, others see the user as idle. */
const quiet = 5 * 60_000;
const look = 30_000;

let isIdle = false;
let touched = performance.now();

function become(idle: boolean): void {
  isIdle = idle;
  if (phase.peek().kind === 'in') tellIdle();
}

/** Reports a change to the server, which takes a new session for active. */
export const tellIdle = (): void =>
  connection.ask(
    'idle',
    { on: isIdle },
    () => {},
    () => {},
  );

export const isIdleNow = (): boolean => isIdle;

export function beginIdle(): void {
  const touch = (): void => {
    touched = performance.now();
    if (isIdle) become(false);
  };
  for (const event of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'focus']) {
    addEventListener(event, touch, { passive: true, capture: true });
  }
  setInterval(() => {
    if (!isIdle && performance.now() - touched > quiet) become(true);
  }, look);
}
