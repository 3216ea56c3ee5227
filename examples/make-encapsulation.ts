// Makes the example files of `polylogue encapsulate` anew: node examples/make-encapsulation.ts
import { readFileSync, writeFileSync } from 'node:fs';
import { pcapngFormat } from '#lab/capture/pcapng-writer.ts';
import { readMessages } from '#lab/encapsulate/csv/read-messages.ts';
import { captureOf, encapsulate } from '#lab/encapsulate/encapsulate.ts';
import { csvReport } from '#lab/encapsulate/report/csv-report.ts';
import { htmlReport } from '#lab/encapsulate/report/html-report.ts';
import { version } from '#server/version.ts';
import { encapsulationNotebook } from './encapsulation-notebook.ts';

const source = 'http_input.csv';
const program = `polylogue ${version}`;

/** The example files by their names, made of `http_input.csv`. */
export function encapsulationExamples(): Readonly<Record<string, Uint8Array>> {
  const input = readFileSync(new URL(source, import.meta.url));
  const stream = encapsulate(readMessages(input), 'stream');
  const isolated = encapsulate(readMessages(input), 'isolated');
  const text = (pieces: Iterable<string>): Uint8Array => Buffer.from([...pieces].join(''));
  return {
    'http_input.html': text(htmlReport(stream, source, program)),
    'http_input.pcapng': Buffer.concat([...captureOf(stream, pcapngFormat(), { source, program })]),
    'http_input.fields.csv': text(csvReport(stream)),
    'encapsulation_notebook.ipynb': Buffer.from(
      encapsulationNotebook(String(input), [...csvReport(isolated)].join('')),
    ),
  };
}

if (import.meta.main) {
  for (const [name, bytes] of Object.entries(encapsulationExamples()))
    writeFileSync(new URL(name, import.meta.url), bytes);
}
