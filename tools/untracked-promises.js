// Loaded before every test file when all tests run. Node's test runner follows each promise, to find the test of an error
// that nobody caught; that takes a fifth of the CPU of all tests. Here such an error still fails the run, and is shown with
// its stack; a file that runs alone names its test.
import asyncHooks from 'node:async_hooks';

const { createHook } = asyncHooks;
asyncHooks.createHook = (callbacks) => createHook({ ...callbacks, trackPromises: false });

if (process.env.NODE_TEST_CONTEXT) {
  const show = (error) => console.error('Nobody caught', error);
  process.on('uncaughtExceptionMonitor', show);
  process.on('unhandledRejection', show);
}
