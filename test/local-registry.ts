import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { root, run, strangersEnv } from './pack-package.ts';

/** The runtime dependencies in `package.json`. */
export const runtimeDependencies: readonly string[] = Object.keys(
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).dependencies ?? {},
);

/** TypeScript, maps, and the copies of the code for `require` and for browsers. */
const unloaded = ['*.ts', '*.mts', '*.cts', '*.map', '*.cjs', '*/cjs', '*/iife', '*/umd'].map(
  (pattern) => `--exclude=${pattern}`,
);

const folderOf = (name: string): string => join(root, 'node_modules', name);

/** A registry on loopback with only the runtime dependencies of the package, as installed here. */
export class LocalRegistry implements AsyncDisposable {
  readonly #server = createServer((request, response) => {
    const body = this.#files.get(decodeURIComponent(request.url ?? ''));
    response.writeHead(body === undefined ? 404 : 200).end(body ?? '{}');
  });
  readonly #files = new Map<string, string | Buffer>();
  url = '';

  static async open(home: string): Promise<LocalRegistry> {
    const registry = new LocalRegistry();
    registry.#server.listen(0, '127.0.0.1');
    await once(registry.#server, 'listening');
    const address = registry.#server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    registry.url = `http://127.0.0.1:${address.port}`;
    await Promise.all(runtimeDependencies.map((name) => registry.#add(name, home)));
    return registry;
  }

  /**
   * Packs a package as npm does, without what Node does not load from a module: npm itself would take two seconds more, and
   * to install the rest twice would take three.
   */
  async #add(name: string, home: string): Promise<void> {
    const target = join(home, 'registry', name);
    mkdirSync(target, { recursive: true });
    symlinkSync(folderOf(name), join(target, 'package'));
    await run(target, strangersEnv(home), 'tar', ...unloaded, '-czhf', 'package.tgz', 'package');
    this.#serve(name, readFileSync(join(target, 'package.tgz')));
  }

  #serve(name: string, tarball: Buffer): void {
    const filename = `${name}.tgz`;
    const manifest: { readonly version: string } = JSON.parse(
      readFileSync(join(folderOf(name), 'package.json'), 'utf8'),
    );
    const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
    const dist = { tarball: `${this.url}/${filename}`, integrity };
    const { version } = manifest;
    const versions = { [version]: { ...manifest, dist } };
    this.#files.set(`/${filename}`, tarball);
    this.#files.set(`/${name}`, JSON.stringify({ name, 'dist-tags': { latest: version }, versions }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}
