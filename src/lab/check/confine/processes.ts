import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** A process of this machine, or of this process's namespace. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  /** Bytes of memory in use, including shared memory. */
  readonly memory: number;
}

const pageSize = 4096;

let last: { readonly at: number; readonly all: readonly Process[] } | undefined;

/** All running processes, cached for `age` ms, because one process watches several programs. */
export function recentProcesses(age: number): readonly Process[] {
  if (last === undefined || performance.now() - last.at > age) last = { at: performance.now(), all: processes() };
  return last.all;
}

/** All running processes, from /proc or from ps; empty if neither exists. */
export function processes(): readonly Process[] {
  return existsSync('/proc/self/stat') ? byProc() : byPs();
}

function byProc(): readonly Process[] {
  return readdirSync('/proc').flatMap((name): readonly Process[] => {
    if (!/^\d+$/.test(name)) return [];
    // `pid (name) state parent group session …`, proc(5); a name may contain blanks and brackets.
    const stat = textOf(`/proc/${name}/stat`);
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, parent, group, session] = fields;
    if (state === undefined || parent === undefined || state === 'Z' || state === 'X') return [];
    const memory = Number(fields[21]) * pageSize;
    return [{ pid: Number(name), parent: Number(parent), group: Number(group), session: Number(session), memory }];
  });
}

function byPs(): readonly Process[] {
  const { stdout } = spawnSync('ps', ['-axo', 'pid=,ppid=,pgid=,sess=,rss=,stat='], { encoding: 'utf8' });
  return (stdout ?? '').split('\n').flatMap((row): readonly Process[] => {
    const [pid, parent, group, session, memory, state] = row.trim().split(/\s+/);
    if (state === undefined || state.startsWith('Z')) return [];
    const [id, its, of] = [Number(pid), Number(parent), Number(group)];
    return [{ pid: id, parent: its, group: of, session: Number(session) || of, memory: Number(memory) * 1024 }];
  });
}

/** A process and all that descend from it, the oldest first. */
export function familyOf(pid: number, all: readonly Process[]): readonly Process[] {
  const children = new Map<number, Process[]>();
  for (const each of all) children.set(each.parent, [...(children.get(each.parent) ?? []), each]);
  const family = all.filter((each) => each.pid === pid);
  for (const member of family) family.push(...(children.get(member.pid) ?? []));
  return family;
}

/** Whether the environment of a process contains this mark. */
export const isMarked = (pid: number, mark: string): boolean => textOf(`/proc/${pid}/environ`).includes(mark);

/** Bytes of memory, with shared pages counted in part; undefined if the kernel does not tell. */
export function ownMemory(pid: number): number | undefined {
  const [, kilobytes] = /^Pss:\s+(\d+) kB$/m.exec(textOf(`/proc/${pid}/smaps_rollup`)) ?? [];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}

/** How a process handles a signal, by its number; undefined if the kernel does not tell. */
export function treatmentOf(pid: number, signal: number): 'ignores' | 'catches' | 'default' | undefined {
  const status = textOf(`/proc/${pid}/status`);
  const mask = (name: string): bigint =>
    BigInt(`0x${new RegExp(`^${name}:\\s+([0-9a-f]+)$`, 'm').exec(status)?.[1] ?? '0'}`);
  if (status === '') return undefined;
  const bit = 1n << BigInt(signal - 1);
  if ((mask('SigIgn') & bit) !== 0n) return 'ignores';
  return (mask('SigCgt') & bit) !== 0n ? 'catches' : 'default';
}

/** How many threads a user has. */
export function tasksOf(user: number): number {
  let tasks = 0;
  if (!existsSync('/proc/self/stat')) return 0;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const status = textOf(`/proc/${name}/status`);
    if (Number(/^Uid:\s+(\d+)/m.exec(status)?.[1]) === user)
      tasks += Number(/^Threads:\s+(\d+)/m.exec(status)?.[1] ?? 0);
  }
  return tasks;
}

/** Undefined if the process has ended, or belongs to another user. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
