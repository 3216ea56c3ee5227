import { basename } from 'node:path';

import { visible } from '#text/visible.ts';
import { checkProgram, type Outcome, type Verdict } from '#lab/check-program.ts';
import { Program } from '#lab/program.ts';
import type { Transcript } from '#lab/transcript.ts';
import type { Command } from '#server/command.ts';

import { type StandardOutput, standardOutput } from './standard-output.ts';
import { selectTranscripts } from './transcript-files.ts';
import { readTranscriptsOptions, transcriptsOptions, type TranscriptsOptions } from './transcripts-options.ts';

/** `polylogue transcripts`: a conformance check for any server. */
export const transcriptsCommand: Command = {
  name: 'transcripts',
  args: 'DIALECT [NAME …]',
  count: [1, Infinity],
  summary: 'run the transcripts of a dialect against your own server',
  about:
    'Starts your server anew for each transcript, plays the clients, and shows the first byte that differs, with\n' +
    'what your server printed and how it ended (docs/transcripts.md).\n\n' +
    'NAME is a transcript of the dialect, such as readme, or the path of any other, such as one just recorded; without\n' +
    'one, all transcripts of the dialect are played.\n\n' +
    'Exit code 0: all passed. 1: not all did.',
  options: transcriptsOptions,
  examples: [
    'polylogue transcripts nick --program ./server.py',
    'polylogue transcripts nick readme rename --program ./server --args "-p {port}"',
  ],
  run: async (given, stdio) => {
    const options = readTranscriptsOptions(given, process.cwd());
    const transcripts = selectTranscripts(options, process.cwd());
    return await playAll(transcripts, options, standardOutput(stdio.stdout));
  },
};

/** Plays the transcripts one after the other, and prints each result. Resolves with the exit code. */
export async function playAll(
  transcripts: readonly Transcript[],
  { program: options, check }: TranscriptsOptions,
  output: StandardOutput,
): Promise<number> {
  const counts: Record<Verdict, number> = { ok: 0, differs: 0, 'cannot be played': 0 };
  let running: Program | undefined;
  const interrupt = (signal: NodeJS.Signals): void => {
    // The program has its own process group, which does not receive the terminal's Ctrl-C.
    void (running?.close() ?? Promise.resolve()).then(() => process.kill(process.pid, signal));
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    for (const transcript of transcripts) {
      running = new Program(options);
      const outcome = await checkProgram(running, transcript, check);
      running = undefined;
      counts[outcome.verdict] += 1;
      if (!(await show(output, [`${basename(transcript.file)}: ${outcome.words}`, ...more(outcome)]))) break;
    }
    const { ok, differs } = counts;
    await show(output, ['', `${ok} ok, ${differs} differ, ${counts['cannot be played']} cannot be played.`]);
    return ok === transcripts.length ? 0 : 1;
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

/** Writes at once. Resolves with false when the reader is gone. */
async function show(output: StandardOutput, rows: readonly string[]): Promise<boolean> {
  const taken = await output.write(rows.map((row) => `${visible(row)}\n`).join(''));
  await output.end();
  return taken;
}

/** The lines below the verdict: the comparison, how the program ended, and its output. */
function more({ comparison, end, printed: { stderr, stdout } }: Outcome): readonly string[] {
  const blocks = [
    comparison,
    end === undefined ? '' : `The program ended by itself: ${end}.`,
    stderr.trimEnd() === '' ? '' : `The last output of the program, on standard error:\n\n${stderr.trimEnd()}`,
    stdout.trimEnd() === '' ? '' : `The last output of the program, on standard output:\n\n${stdout.trimEnd()}`,
  ].filter((block) => block !== '');
  if (blocks.length === 0) return [];
  const rows = blocks.flatMap((block, nth) => [
    ...(nth === 0 && block === comparison ? [] : ['']),
    ...block.split(/\r?\n/),
  ]);
  return [...rows.map((row) => (row === '' ? '' : `    ${row}`)), ''];
}
