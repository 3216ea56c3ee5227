import { existsSync, realpathSync } from 'node:fs';
import { basename, delimiter, dirname, join, parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { visible } from '#text/visible.ts';

/** The parts of the environment that decide how the program can be started again. */
export interface ProgramEnvironment {
  /** The directory of the package: a checkout, or an installation by npm. */
  readonly root: string;
  readonly cwd: string;
  /** The value of `PATH`. */
  readonly path: string;
  /** The running Node, with links resolved. */
  readonly node: string;
  /** Resolves the links of a path; undefined if there is no such file. */
  readonly resolved: (path: string) => string | undefined;
  readonly exists: (path: string) => boolean;
}

/** The directory that npm puts before the PATH of programs it starts. */
const isOfNpm = (directory: string): boolean => basename(directory) === '.bin';

/**
 * The command that starts `polylogue` in the working directory, for pasting into a shell: `polylogue` if it is on the
 * PATH, `npx polylogue` if npx finds it without asking a registry, otherwise its path, which works in any directory.
 */
export function programAt(where: ProgramEnvironment): string {
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

/** The directory that npm treats as the project: the nearest one with a package.json or a node_modules. */
function npmProject({ cwd, exists }: ProgramEnvironment): string | undefined {
  for (let at = cwd; ; at = dirname(at)) {
    if (exists(join(at, 'package.json')) || exists(join(at, 'node_modules'))) return at;
    if (at === parse(at).root) return undefined;
  }
}

/** The Node on the PATH may be too old. */
function nodeOf({ root, node, resolved }: ProgramEnvironment, directories: readonly string[]): string {
  const onPath = directories.map((each) => join(each, 'node')).find((each) => resolved(each) !== undefined);
  if (onPath !== undefined && resolved(onPath) === node) return 'node';
  const lent = join(root, 'node_modules', '.bin', 'node');
  return resolved(lent) === node ? lent : node;
}

/** Quotes a word for a shell, without control characters. */
export const asArgument = (word: string): string =>
  /^[\w./:@%+~-]+$/.test(word) ? word : `'${visible(word).replaceAll("'", "'\\''")}'`;

/** `programAt` for this process. */
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
