// Loaded before everything else into the processes that tests start (`NODE_OPTIONS`): our program runs from the bundle that
// `bundle-program.js` has made.
import { registerHooks } from 'node:module';
import { isMainThread } from 'node:worker_threads';

const cli = new URL('../build/program/cli.js', import.meta.url).href;

if (isMainThread && /[\\/]bin[\\/]polylogue\.js$/.test(process.argv[1] ?? '')) {
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === '../src/cli.ts' ? { url: cli, format: 'module', shortCircuit: true } : next(specifier, context),
  });
}
