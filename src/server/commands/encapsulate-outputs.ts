import { pcapFormat } from '#lab/capture/pcap-writer.ts';
import { pcapngFormat } from '#lab/capture/pcapng-writer.ts';
import { captureOf, type Encapsulation } from '#lab/encapsulate/encapsulate.ts';
import { csvReport } from '#lab/encapsulate/report/csv-report.ts';
import { htmlReport } from '#lab/encapsulate/report/html-report.ts';
import { jsonReport } from '#lab/encapsulate/report/json-report.ts';
import { version } from '#server/version.ts';
import type { EncapsulateOptions, OutputKind } from './encapsulate-options.ts';
import type { Progress } from './progress.ts';
import { type WholeFile, writeWhole } from './write-files.ts';

/** Writes the files that are asked for: all, or none. Rejects with `CommandError`. */
export async function writeOutputs(
  made: Encapsulation,
  { outputs, force }: EncapsulateOptions,
  source: string,
  progress: Progress,
): Promise<void> {
  const files = outputs.map(({ file, kind }): WholeFile => {
    return {
      file,
      mode: kind.startsWith('pcap') ? 0o600 : 0o666,
      pieces: watched(piecesOf(kind, made, source), file, made, progress),
    };
  });
  await writeWhole(files, force);
}

function piecesOf(kind: OutputKind, made: Encapsulation, source: string): Iterable<string | Uint8Array> {
  const program = `polylogue ${version}`;
  switch (kind) {
    case 'html':
      return htmlReport(made, source, program);
    case 'json':
      return jsonReport(made, source);
    case 'csv':
      return csvReport(made);
    case 'pcap':
      return captureOf(made, pcapFormat(), { source, program });
    case 'pcapng':
      return captureOf(made, pcapngFormat(), { source, program });
  }
}

/** Progress is a fraction: a capture has one part for each packet, other files one for each row. */
function* watched<Piece>(
  pieces: Iterable<Piece>,
  file: string,
  { frames, file: { messages } }: Encapsulation,
  progress: Progress,
): Generator<Piece> {
  const all = /\.pcap(?:ng)?$/i.test(file) ? frames.length : messages.length;
  let nth = 0;
  for (const piece of pieces) {
    yield piece;
    nth++;
    progress.tell(`writing ${file}: ${Math.min(Math.floor((100 * nth) / all), 100)} %`);
  }
}
