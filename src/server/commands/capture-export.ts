import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { addressesOption, readAddresses } from '#server/capture/capture-options.ts';
import { type Command, type Given, UsageError } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { quoted } from '#server/command-line.ts';
import { ask } from '#server/control/ask.ts';
import { CommandError } from '#server/control/command-error.ts';
import { sizeText } from '#server/parse-size.ts';
import { exits } from '#store/store-error.ts';
import { dataDirectory, dataOption } from './data-directory.ts';
import { say, reportingRefusals } from './report-refusals.ts';

export const captureExportCommand: Command = {
  name: 'capture export',
  args: '',
  count: [0, 0],
  summary: 'write a session that a running server has in memory to a file for Wireshark',
  about: `The server must have been started with --capture-buffer. The ids are those of capture sessions. Where the session's
beginning is no longer in memory, the file says so.`,
  options: {
    session: { value: 'ID', multiple: true, help: 'which session; may be given several times' },
    out: { value: 'FILE', help: 'a new pcapng file (default session-ID.pcapng)' },
    addresses: addressesOption,
    data: dataOption,
  },
  examples: [
    'polylogue capture export --session 17',
    'polylogue capture export --session 17 --session 18 --out both.pcapng',
  ],
  run: (given, stdio) => reportingRefusals('capture export', stdio, () => exportSessions(given, stdio)),
};

async function exportSessions(given: Given, stdio: Stdio): Promise<number> {
  const { values } = given;
  const sessions = readSessions(values['session']);
  const out = typeof values['out'] === 'string' ? values['out'] : `session-${sessions.join('-')}.pcapng`;
  if (out === '') throw new UsageError('--out needs the name of a file.');
  const addresses = readAddresses(values);
  const request = { kind: 'capture-export', sessions, addresses } as const;
  let file: number | undefined;
  let written = 0;
  try {
    for await (const piece of ask(dataDirectory(given), request)) {
      file ??= create(out);
      written += writeSync(file, bytesOf(piece));
    }
  } catch (error) {
    if (file !== undefined) rmSync(out, { force: true });
    throw error;
  } finally {
    if (file !== undefined) closeSync(file);
  }
  say(stdio, `${out}: ${sizeText(written)}.`);
  return 0;
}

function readSessions(given: Given['values'][string]): readonly number[] {
  const words = Array.isArray(given) ? given.flatMap((word: string) => word.split(',')) : [];
  if (words.length === 0) throw new UsageError('--session ID is missing: polylogue capture sessions lists them.');
  return words.map((word) => {
    if (/^\d{1,15}$/.test(word) && Number(word) > 0) return Number(word);
    throw new UsageError(`--session takes a number, not ${quoted(word)}: polylogue capture sessions lists them.`);
  });
}

function create(out: string): number {
  try {
    return openSync(out, 'wx', 0o600);
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    const why = exists ? 'exists already; choose another name with --out' : 'cannot be made';
    throw new CommandError(`${out} ${why}.`, exits.unwritable);
  }
}

function bytesOf(piece: unknown): Uint8Array {
  const isPiece = typeof piece === 'object' && piece !== null && 'base64' in piece;
  return Buffer.from(isPiece ? String(piece.base64) : '', 'base64');
}
