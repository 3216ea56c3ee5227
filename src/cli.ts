import { reportEarlyEnd } from '#server/early-end.ts';
import { endSoon, isServer } from '#server/late-end.ts';
import { runCommandLine } from '#server/run-command-line.ts';

const done = reportEarlyEnd(process);
const words = process.argv.slice(2);
const exit = await runCommandLine(words, process);
done();
// What could not be written has set one already.
if (exit !== 0) process.exitCode = exit;
if (isServer(words)) endSoon(process);
