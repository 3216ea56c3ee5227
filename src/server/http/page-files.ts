import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { etagOf } from './etag.ts';

/** A file of the page, ready to be sent. */
export interface PageFile {
  readonly bytes: Buffer;
  /** Compressed when first requested; undefined: not smaller. */
  readonly gzip: Buffer | undefined;
  readonly type: string;
  /** Its name contains its hash, so that it never changes. */
  readonly lasting: boolean;
  readonly etag: string;
}

/** The built page: its files by path, and the name of its build. */
export interface BuiltPage {
  readonly files: ReadonlyMap<string, PageFile>;
  readonly build: string | undefined;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** The directories of the built page: in a checkout, and in the package. */
const places = ['../../../build/web', '../../web-page'];

/** Reads the built page, `index.html` and `assets/`. Undefined: it is not built. */
export function readPage(dir: string | undefined = builtPage()): BuiltPage | undefined {
  if (dir === undefined || !existsSync(join(dir, 'index.html'))) return undefined;
  const index = readFileSync(join(dir, 'index.html'));
  const files = new Map<string, PageFile>([['/', fileOf(index, '.html', { lasting: false })]]);
  const assets = join(dir, 'assets');
  for (const name of existsSync(assets) ? readdirSync(assets) : []) {
    const kind = extname(name);
    if (!Object.hasOwn(types, kind)) continue;
    files.set(`/assets/${name}`, fileOf(readFileSync(join(assets, name)), kind, { lasting: true }));
  }
  const build = /<meta name="?polylogue-build"? content="?([0-9a-zA-Z]{1,64})/.exec(index.toString())?.[1];
  return { files, build };
}

const builtPage = (): string | undefined =>
  places.map((place) => fileURLToPath(new URL(place, import.meta.url))).find((dir) => existsSync(dir));

function fileOf(bytes: Buffer, kind: string, { lasting }: Pick<PageFile, 'lasting'>): PageFile {
  let gzip: Buffer | undefined;
  let tried = kind === '.woff2';
  return {
    bytes,
    get gzip() {
      if (!tried) {
        const made = gzipSync(bytes, { level: 9 });
        gzip = made.length < bytes.length ? made : undefined;
        tried = true;
      }
      return gzip;
    },
    type: types[kind] ?? 'application/octet-stream',
    lasting,
    etag: etagOf(bytes),
  };
}
