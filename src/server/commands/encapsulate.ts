import { basename } from 'node:path';
import { CsvError, problemText } from '#lab/encapsulate/csv/problem.ts';
import { readMessages } from '#lab/encapsulate/csv/read-messages.ts';
import { encapsulate, type Encapsulation } from '#lab/encapsulate/encapsulate.ts';
import { csvReport } from '#lab/encapsulate/report/csv-report.ts';
import { jsonReport } from '#lab/encapsulate/report/json-report.ts';
import { textReport } from '#lab/encapsulate/report/text-report.ts';
import type { Command } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { sendLive } from './encapsulate-live.ts';
import { encapsulateOptions, type EncapsulateOptions, readEncapsulateOptions } from './encapsulate-options.ts';
import { writeOutputs } from './encapsulate-outputs.ts';
import { coloured, plain } from './history-text.ts';
import { say, reportingRefusals } from './report-refusals.ts';
import { showProgress } from './progress.ts';
import { readInput } from './read-input.ts';
import { standardOutput } from './standard-output.ts';
import { refuseExisting } from './write-files.ts';

/** A file that cannot be understood: EX_DATAERR. */
const badData = 65;
/** The most bad rows that are listed. */
const listed = 20;

export const encapsulateCommand: Command = {
  name: 'encapsulate',
  args: 'FILE',
  count: [1, 1],
  summary: 'show the packets for the messages of a CSV file: four layers, every byte',
  about: `Reads a CSV file with a row for each message, and shows the packet for each: the message in TCP (or UDP),
in IP, in Ethernet, with every header field, its value, its bytes and its meaning. FILE may be - for standard
input.

The header names the columns, in any order and case: message; src_app and dst_app, src_port and dst_port, or src_ip and
dst_ip (names, ports or addresses); and, if there are some, timestamp, app_protocol, msg_id. Other columns are ignored.
Commas, semicolons or tabs; times are seconds, epoch, ISO or day/month/year. The command says what it assumes about the file.
If there are bad rows, it lists them by line and column and writes nothing, unless --skip-bad is given.

--out writes the same as a page with pictures (.html), as packets for Wireshark (.pcapng, .pcap), or as data (.json, .csv).

  --mode stream    one TCP conversation for each pair of endpoints, from
                   handshake to close; rows in the other direction are its
                   answers; DNS rows are UDP (the default)
  --mode isolated  one packet for each row, with headers of 20 bytes, without a
                   conversation
  --mode live      real TCP connections on this machine, a row every 0.2 s, and
                   the capture of what was sent`,
  options: encapsulateOptions,
  examples: [
    'polylogue encapsulate messages.csv',
    'polylogue encapsulate messages.csv --out report.html --out packets.pcapng',
    'polylogue encapsulate messages.csv --rows 3 --mode isolated',
    'polylogue encapsulate messages.csv --mode live --out sent.pcapng',
  ],
  run: (given, stdio) =>
    reportingRefusals('encapsulate', stdio, () => runEncapsulate(readEncapsulateOptions(given), stdio)),
};

async function runEncapsulate(options: EncapsulateOptions, stdio: Stdio): Promise<number> {
  const outputs = options.outputs.map(({ file }) => file);
  refuseExisting(outputs, options.force);
  const source = options.file === '-' ? 'standard input' : basename(options.file);
  const bytes = await readInput(stdio.stdin, options.file, outputs);
  using progress = showProgress(stdio.stderr);
  try {
    const file = readMessages(bytes, {
      ...options.reading,
      progress: (rows, of) => progress.tell(`read ${rows} of ${of} rows`),
    });
    const { mode, port } = options;
    const { made, unsent } =
      mode === 'live'
        ? await sendLive(file, options, progress, stdio)
        : { made: encapsulate(file, mode, { port }), unsent: 0 };
    await writeOutputs(made, options, source, progress);
    progress.clear();
    for (const sentence of sentencesAbout(made)) sayLines(stdio, sentence);
    await print(made, options, source, stdio);
    for (const name of outputs) say(stdio, `${name} is written.`);
    if (unsent > 0) say(stdio, `${unsent} of ${file.messages.length} rows were not sent.`);
    return unsent > 0 ? 1 : 0;
  } catch (error) {
    progress.clear();
    if (error instanceof CsvError) return complain(error, source, stdio);
    throw error;
  }
}

/** Lists the problems of a file, line by line. Returns the exit code. */
function complain({ problems }: CsvError, source: string, stdio: Stdio): number {
  const rows = problems.filter(({ line }) => line > 0);
  sayLines(stdio, `polylogue encapsulate: ${source} has errors.`);
  for (const problem of problems.slice(0, listed)) sayLines(stdio, `  ${problemText(problem)}`);
  if (problems.length > listed) sayLines(stdio, `  and ${problems.length - listed} more`);
  if (rows.length > 0) sayLines(stdio, 'Nothing is written. Correct the file, or leave out bad rows with --skip-bad.');
  return badData;
}

function sayLines(stdio: Stdio, text: string): void {
  for (const line of text.split('\n')) say(stdio, line);
}

function sentencesAbout({ assumed, file: { ignored, skipped } }: Encapsulation): readonly string[] {
  const left = skipped.slice(0, listed).map((problem) => `Left out: ${problemText(problem)}.`);
  return [
    ...assumed,
    ...(ignored.length === 0 ? [] : [`Columns that are not used: ${ignored.join(', ')}.`]),
    ...left,
    ...(skipped.length > listed ? [`Left out: ${skipped.length - listed} more.`] : []),
  ];
}

async function print(
  made: Encapsulation,
  { show, inFull, usualRows }: EncapsulateOptions,
  source: string,
  stdio: Stdio,
): Promise<void> {
  const output = standardOutput(stdio.stdout);
  const { time: faint, name: heading } = output.colours ? coloured : plain;
  const pieces = {
    json: jsonReport,
    csv: csvReport,
    table: () => textReport(made, { style: { faint, heading }, inFull }),
  };
  for (const piece of pieces[show](made, source)) if (!(await output.write(piece))) break;
  await output.end();
  const rows = made.file.messages.length;
  if (show === 'table' && usualRows !== undefined && rows > usualRows) {
    say(stdio, `Rows 1 to ${usualRows} are shown field by field. --rows all shows all ${rows}, --rows 12 shows one.`);
  }
}
