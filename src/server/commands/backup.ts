import { existsSync, rmSync } from 'node:fs';
import { minuteOf } from '#text/local-time.ts';
import { type Command, type Given, UsageError } from '#server/command.ts';
import type { Output, Stdio } from '#server/stdio.ts';
import { requireChat } from '#server/control/ask.ts';
import { CommandError } from '#server/control/command-error.ts';
import { hangupIsIgnored } from '#server/hangup.ts';
import { type Backup, backup } from '#store/backup.ts';
import { exits } from '#store/store-error.ts';
import { dataDirectory, dataOption } from './data-directory.ts';
import { say, reportingRefusals } from './report-refusals.ts';
import { doneJson, isoTime, reportDone } from './report-change.ts';
import { zoneLine } from './time-stamps.ts';

export const backupCommand: Command = {
  name: 'backup',
  args: 'FILE',
  count: [1, 1],
  summary: 'copy all data into a file while the server runs',
  about: `A consistent copy of the database, made and checked while the server runs, or without one. It contains the hashes
of all passwords, so only you may read it. To restore it: stop the server, copy the file as polylogue.db into an
empty directory, and start a server with that directory.`,
  options: { json: doneJson, data: dataOption },
  examples: ['polylogue backup chat-2026-11-20.db', 'polylogue backup /backup/chat.db --data /srv/chat'],
  run: (given, stdio) => reportingRefusals('backup', stdio, () => runBackup(given, stdio)),
};

async function runBackup(given: Given, stdio: Stdio): Promise<number> {
  const [file = ''] = given.positionals;
  if (file === '') throw new UsageError('FILE is empty.');
  const dir = dataDirectory(given);
  requireChat(dir);
  if (existsSync(file)) throw new CommandError(`${file} exists already; choose another name.`);
  const made = await copy(dir, file, stdio.stderr);
  if (stdio.stderr.isTTY && made.upto > 0) say(stdio, zoneLine(Date.now()));
  const what = { did: 'backup', file, ...made, upto: made.upto === 0 ? null : isoTime(made.upto) };
  return reportDone(given, stdio, what, [`Backup written to ${file}: ${contentsOf(made)}; checked.`]);
}

async function copy(dir: string, file: string, stderr: Output): Promise<Backup> {
  const temporary = `${file}.${process.pid}.part`;
  using _progress = showProgress(stderr);
  using _tidying = tidyWhenStopped(temporary);
  return await backup({ dir, file, temporary }).catch((error: unknown) => {
    throw notWritten(error, file);
  });
}

function contentsOf({ entries, accounts, bytes, upto }: Backup): string {
  const parts = [count(entries, 'entry', 'entries'), count(accounts, 'account', 'accounts'), sizeOf(bytes)];
  return [...parts, ...(upto === 0 ? [] : [`up to ${minuteOf(upto)}`])].join(', ');
}

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;

const sizeOf = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

function notWritten(error: unknown, file: string): unknown {
  switch (error instanceof Error && 'code' in error && error.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new CommandError(`There is no directory for ${file}.`, exits.unwritable);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new CommandError(`${file} cannot be written: no permission.`, exits.unwritable);
    default:
      return error;
  }
}

/** Progress is shown after this time, in ms. */
const shownAfter = 500;

function showProgress(stderr: Output): Disposable {
  if (stderr.isTTY !== true) return { [Symbol.dispose]: () => {} };
  let shown = false;
  const timer = setTimeout(() => (shown = stderr.write('copying…') || true), shownAfter);
  return {
    [Symbol.dispose]() {
      clearTimeout(timer);
      if (shown) stderr.write('\r\u001b[K');
    },
  };
}

/** Ctrl-C ends the process at once; an incomplete copy is removed. */
function tidyWhenStopped(temporary: string): Disposable {
  const stop = (signal: NodeJS.Signals): void => {
    for (const suffix of ['', '-journal']) rmSync(temporary + suffix, { force: true });
    process.off(signal, stop);
    process.kill(process.pid, signal);
  };
  const survive = (): void => {};
  const onHangup = hangupIsIgnored() ? survive : stop;
  process.on('SIGINT', stop).on('SIGTERM', stop).on('SIGHUP', onHangup);
  return { [Symbol.dispose]: () => void process.off('SIGINT', stop).off('SIGTERM', stop).off('SIGHUP', onHangup) };
}
