/**
 * Longer than anything waited for takes on a machine that gives us a hundredth of its time (half a minute for one command
 * was seen), and shorter than a test's own timeout, which would not say what.
 */
const timeout = 100_000;

/**
 * Settles as the promise does. Where that never comes, it rejects with what was waited for: the test fails, and what it
 * had opened is closed.
 */
export async function patiently<T>(promise: Promise<T>, waitingFor: () => string): Promise<T> {
  const tired = Promise.withResolvers<never>();
  const timer = setTimeout(() => tired.reject(new Error(`waited in vain for ${waitingFor()}`)), timeout).unref();
  try {
    return await Promise.race([promise, tired.promise]);
  } finally {
    clearTimeout(timer);
  }
}
