// Loaded before everything else into the processes that tests start (`NODE_OPTIONS`): our program runs from the bundle that
// `bundle-program.js` has made, whose folder is the query of this module's address.
import { registerHooks } from 'node:module';
import { isMainThread } from 'node:worker_threads';
import { pathToFileURL } from 'node:url';

if (isMainThread && /[\\/]bin[\\/]polylogue\.js$/.test(process.argv[1] ?? '')) {
  const folder = new URL(import.meta.url).searchParams.get('folder');
  const cli = pathToFileURL(`${folder}/cli.js`).href;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === '../src/cli.ts' ? { url: cli, format: 'module', shortCircuit: true } : next(specifier, context),
  });
}
