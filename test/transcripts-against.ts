// `npm run transcripts -- DIALECT --program PATH …`: the conformance check for anybody's server.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { visible } from '#chat/visible.ts';
import { play } from '#lab/play.ts';
import { type Lack, type Stage, unplayable } from '#lab/stage.ts';
import { parseTranscript, type Transcript, TranscriptError } from '#lab/transcript.ts';
import { readWish, usage, type Wish } from './transcripts-against-options.ts';
import { Program } from './transcripts-against-program.ts';
import { stageOf } from './transcripts-against-stage.ts';

type Verdict = 'ok' | 'differs' | 'cannot be played';

/** What came of one transcript. `more`: what was expected and heard, and what the program printed. */
interface Outcome {
  readonly verdict: Verdict;
  readonly words: string;
  readonly more: readonly string[];
}

/** The program that is running now. */
let running: Program | undefined;

async function run(args: readonly string[]): Promise<number> {
  const cwd = process.env['INIT_CWD'] ?? process.cwd();
  const wish = readWish(args, cwd);
  if (!wish) {
    process.stdout.write(usage);
    return 0;
  }
  const transcripts = select(wish, cwd);
  if (transcripts.length === 0) throw new SyntaxError('No transcript was selected.');
  const counts: Record<Verdict, number> = { ok: 0, differs: 0, 'cannot be played': 0 };
  for (const transcript of transcripts) {
    const { verdict, words, more } = await playOne(transcript, wish);
    counts[verdict] += 1;
    console.log(`${[basename(transcript.file), words].join(': ')}`);
    for (const line of more) console.log(line === '' ? '' : `    ${visible(line)}`);
  }
  const { ok, differs } = counts;
  console.log(`\n${ok} ok, ${differs} differ, ${counts['cannot be played']} cannot be played.`);
  return ok === transcripts.length ? 0 : 1;
}

/** Throws a `SyntaxError` with a sentence. */
function select({ dialect, names, original }: Wish, cwd: string): readonly Transcript[] {
  const folder = fileURLToPath(new URL(`../src/dialects/${dialect}/transcripts`, import.meta.url));
  if (!/^[a-z0-9-]+$/.test(dialect) || !existsSync(folder)) {
    throw new SyntaxError(`There are no transcripts of a dialect called ${JSON.stringify(dialect)}.`);
  }
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.txt'));
  const files = names.length === 0 ? all.sort().map((file) => join(folder, file)) : names.map(find);
  const transcripts = files.map((file) => parseTranscript(readFileSync(file, 'utf8'), file));
  return original ? transcripts.filter(isForOriginals) : transcripts;

  function find(name: string): string {
    const places = [join(folder, `${name}.txt`), join(folder, name), resolve(cwd, name)];
    const found = places.find((place) => existsSync(place));
    if (found === undefined) throw new SyntaxError(`There is no transcript ${JSON.stringify(name)}.`);
    return found;
  }
}

/** The program whose protocol it is passes it, too, as far as we know. */
const isForOriginals = ({ lines }: Transcript): boolean =>
  lines.some((line) => line.kind === 'note' && line.text === '# original: yes');

async function playOne(transcript: Transcript, wish: Wish): Promise<Outcome> {
  const program = new Program(wish.program);
  running = program;
  const stage = stageOf(program, wish.dialect, wish.pause);
  const printed = (): readonly string[] => {
    const text = program.output.trimEnd();
    return text === '' ? [] : ['', 'The program printed last:', '', ...text.split(/\r?\n/), ''];
  };
  try {
    const lack = lackOf(transcript, stage, wish);
    if (lack) return unplayed(`line ${lack.line}: ${lack.reason}`, []);
    await program.start();
    await play(transcript, stage, { patience: wish.patience });
    return { verdict: 'ok', words: 'ok', more: [] };
  } catch (error) {
    if (!(error instanceof TranscriptError)) {
      return unplayed(error instanceof Error ? error.message : String(error), printed());
    }
    const [says = '', ...more] = error.message.slice(`${error.file}:${error.line}: `.length).split('\n');
    return { verdict: 'differs', words: `differs at line ${error.line}: ${says}`, more: [...more, ...printed()] };
  } finally {
    await stage.close();
    running = undefined;
  }
}

const unplayed = (reason: string, more: readonly string[]): Outcome => ({
  verdict: 'cannot be played',
  words: `cannot be played: ${reason}`,
  more,
});

function lackOf(transcript: Transcript, stage: Stage, { longestWait }: Wish): Lack | undefined {
  const at = transcript.lines.findIndex((line) => line.kind === '…' && line.ms > longestWait);
  if (at === -1) return unplayable(transcript, stage);
  return { line: at + 1, reason: 'it waits too long there; --longest-wait allows more' };
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    // The program's group does not hear the terminal's Ctrl-C.
    void (running?.close() ?? Promise.resolve()).then(() => process.kill(process.pid, signal));
  });
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof SyntaxError || error instanceof TranscriptError)) throw error;
  console.error(`${error.message}\n\n${usage}`);
  process.exitCode = 64;
}
