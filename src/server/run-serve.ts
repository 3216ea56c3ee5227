import { dialects } from '#dialects/index.ts';
import { createLog } from './log.ts';
import { failureOf } from './failure.ts';
import { serve, type Serving } from './serve.ts';
import { readServeOptions, serveHelp } from './serve-options.ts';

/** `polylogue serve`. Resolves with the exit code, once everything is closed. */
export async function runServe(args: readonly string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(serveHelp);
    return 0;
  }
  // oxlint-disable-next-line node/no-process-env -- the one place where the environment becomes configuration
  const options = readServeOptions(args, process.env['POLYLOGUE_DATA'] || './polylogue-data', dialects);
  if (typeof options === 'string') {
    process.stderr.write(`polylogue serve: ${options}\nTry: polylogue serve --help\n`);
    return 64;
  }
  const log = createLog(process.stderr, Date.now);
  const signals = stopSignals();
  try {
    const serving = await serve(options, (line) => process.stdout.write(`${line}\n`), log);
    return await untilStopped(serving, signals);
  } catch (error) {
    const { sentence, exit } = failureOf(error);
    process.stderr.write(`polylogue serve: ${sentence}\n`);
    return exit;
  } finally {
    signals.forget();
  }
}

async function untilStopped(serving: Serving, signals: StopSignals): Promise<number> {
  await Promise.race([signals.first, serving.finished]);
  await serving.stop(signals.second);
  return 0;
}

interface StopSignals {
  /** SIGINT or SIGTERM came. */
  readonly first: Promise<void>;
  /** And again: nobody wants to wait. */
  readonly second: Promise<void>;
  forget(): void;
}

function stopSignals(): StopSignals {
  const { promise: first, resolve: resolveFirst } = Promise.withResolvers<void>();
  const { promise: second, resolve: resolveSecond } = Promise.withResolvers<void>();
  let came = 0;
  const onSignal = (): void => (++came === 1 ? resolveFirst() : resolveSecond());
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  const forget = (): void => void process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  return { first, second, forget };
}
