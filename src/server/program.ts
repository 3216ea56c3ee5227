import { existsSync, realpathSync } from 'node:fs';
import { basename, delimiter, dirname, join, parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { visible } from '#text/visible.ts';

/** Where a program runs, as far as it decides by which words the program is started again. */
export interface Whereabouts {
  /** The directory of the package: a checkout, or where npm has put it. */
  readonly root: string;
  readonly cwd: string;
  /** The value of `PATH`. */
  readonly path: string;
  /** The Node that runs, links resolved. */
  readonly node: string;
  /** The file a path leads to, links resolved; undefined where there is none. */
  readonly resolved: (path: string) => string | undefined;
  readonly exists: (path: string) => boolean;
}

/** What npm puts before the PATH of what it starts, and nowhere else. */
const isOfNpm = (directory: string): boolean => basename(directory) === '.bin';

/**
 * How `polylogue` is started from the working directory, so that it can be pasted into a shell there: `polylogue` where
 * the PATH has it, `npx polylogue` where npx finds it without asking a registry, else by path, which works in any directory.
 */
export function programAt(where: Whereabouts): string {
  const { root, cwd, path, resolved } = where;
  const ours = join(root, 'bin', 'polylogue.js');
  const target = resolved(ours);
  const isOurs = (file: string): boolean => target !== undefined && resolved(file) === target;
  const directories = path.split(delimiter).filter((each) => each !== '' && !isOfNpm(each));
  const onPath = directories.map((each) => join(each, 'polylogue')).find((each) => resolved(each) !== undefined);
  if (onPath !== undefined && isOurs(onPath)) return 'polylogue';
  const project = npmProject(where);
  if (project !== undefined && isOurs(join(project, 'node_modules', '.bin', 'polylogue'))) return 'npx polylogue';
  if (project !== undefined && resolved(project) === resolved(root) && cwd === project) return 'npx polylogue';
  return [nodeOf(where, directories), ours].map(asArgument).join(' ');
}

/** The directory npm takes for the project: the nearest that has a package.json or a node_modules. */
function npmProject({ cwd, exists }: Whereabouts): string | undefined {
  for (let at = cwd; ; at = dirname(at)) {
    if (exists(join(at, 'package.json')) || exists(join(at, 'node_modules'))) return at;
    if (at === parse(at).root) return undefined;
  }
}

/** The Node on the PATH may be too old. */
function nodeOf({ root, node, resolved }: Whereabouts, directories: readonly string[]): string {
  const onPath = directories.map((each) => join(each, 'node')).find((each) => resolved(each) !== undefined);
  if (onPath !== undefined && resolved(onPath) === node) return 'node';
  const lent = join(root, 'node_modules', '.bin', 'node');
  return resolved(lent) === node ? lent : node;
}

/** A word to be pasted into a shell, without control characters. */
export const asArgument = (word: string): string =>
  /^[\w./:@%+~-]+$/.test(word) ? word : `'${visible(word).replaceAll("'", "'\\''")}'`;

/** See `programAt`; of this process. */
export function ownProgram(): string {
  return programAt({
    root: fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, ''),
    cwd: process.cwd(),
    path: process.env['PATH'] ?? '',
    node: process.execPath,
    resolved: (path) => {
      try {
        return realpathSync(path);
      } catch {
        return undefined;
      }
    },
    exists: existsSync,
  });
}
