// Loaded before every test file: a file that does not end (it left a link, a timer or a child open) would hold up the
// run for ever and say nothing, since a timeout is for tests. A minute after its last test it fails and says what is
// still open.
import { isMainThread } from 'node:worker_threads';

const minute = 60_000;

function giveUp() {
  console.error(`${process.argv[1]} does not end; still open: ${process.getActiveResourcesInfo().join(', ')}`);
  process.kill(process.pid);
}

if (process.env.NODE_TEST_CONTEXT && isMainThread) {
  const { after } = await import('node:test');
  after(() => void setTimeout(giveUp, minute).unref());
  // One that never comes to its tests, or not to their end.
  setTimeout(giveUp, 30 * minute).unref();
}
