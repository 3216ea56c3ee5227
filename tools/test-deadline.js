// Loaded before every test file: a file that does not end (it left a link, a timer or a child open) would hold up the
// run for ever and say nothing, since a timeout is for tests. Five minutes, then it fails and says what is still open.
import { isMainThread } from 'node:worker_threads';

function giveUp() {
  console.error(`${process.argv[1]} does not end; still open: ${process.getActiveResourcesInfo().join(', ')}`);
  process.kill(process.pid);
}

if (process.env.NODE_TEST_CONTEXT && isMainThread) setTimeout(giveUp, 300_000).unref();
