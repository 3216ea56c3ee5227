import { noticeEarlyEnd } from '#server/early-end.ts';
import { runCommandLine } from '#server/run-command-line.ts';

const done = noticeEarlyEnd(process);
const exit = await runCommandLine(process.argv.slice(2), process);
done();
// What could not be written has set one already.
if (exit !== 0) process.exitCode = exit;
