import type { Millis } from '#chat/event.ts';

/** CPU time of this thread, in ms. */
export function cpuTime(): Millis {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
