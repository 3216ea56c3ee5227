import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import type { MessageFile } from '#lab/encapsulate/csv/read-messages.ts';
import { type SentRows, sendRows } from '#lab/live/send-rows.ts';
import { CommandError } from '#server/control/command-error.ts';
import type { Stdio } from '#server/stdio.ts';
import { stopSignals } from '#server/stop-signals.ts';
import type { EncapsulateOptions } from './encapsulate-options.ts';
import { say } from './report-refusals.ts';
import type { Progress } from './progress.ts';

/** The pause between rows, as in the exercise, and the time for the other end to send a greeting; in ms. */
const gap = 200;
const greetingTime = 300;

/** EX_UNAVAILABLE. */
const nobodyThere = 69;

/** Sends the rows of a file; Ctrl-C ends that early. Rejects with `CommandError` if nobody listens there. */
export async function sendLive(
  file: MessageFile,
  { to }: EncapsulateOptions,
  progress: Progress,
  stdio: Stdio,
): Promise<SentRows> {
  const signals = stopSignals(() => {});
  const stop = new AbortController();
  void signals.first.then(() => stop.abort());
  const wait = (ms: number): Promise<void> => setTimeout(ms, undefined, { signal: stop.signal }).catch(() => {});
  try {
    return await sendRows(file, {
      to: to && { address: to.host, port: to.port },
      now: () => BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000)) * 1000n,
      pause: () => wait(gap),
      awaitGreeting: () => wait(greetingTime),
      signal: stop.signal,
      say: (sentence) => {
        progress.clear();
        say(stdio, sentence);
      },
      told: (rows, of) => progress.tell(`sent ${rows} of ${of} rows`),
    });
  } catch (error) {
    if (!to || !(error instanceof Error) || !('code' in error) || error.code !== 'ECONNREFUSED') throw error;
    const place = `${to.host}:${to.port}`;
    throw new CommandError(
      `nobody listens at ${place}. Start a listener there: polylogue listen ${to.port}`,
      nobodyThere,
    );
  } finally {
    signals.forget();
  }
}
