import { runCommandLine } from '#server/run-command-line.ts';

const exit = await runCommandLine(process.argv.slice(2), process);
// What could not be written has set one already.
if (exit !== 0) process.exitCode = exit;
