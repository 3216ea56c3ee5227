import { Actor, until } from './actor.ts';
import { withNamed } from './bytes.ts';
import type { Pattern } from './bytes.ts';
import { failure } from './transcript-failure.ts';
import type { Complaint } from './transcript-failure.ts';
import type { Line } from './transcript-line.ts';
import { unsupportedLine } from './transcript-server.ts';
import type { TranscriptServer } from './transcript-server.ts';
import { TranscriptError } from './transcript.ts';
import type { Transcript } from './transcript.ts';

export interface RunOptions {
  /** The real time in ms within which each line must happen. */
  readonly timeout?: number;
  /** Called when a line failed, before the links are closed. */
  readonly failed?: () => Promise<void>;
  /**
   * Milliseconds of required silence after the last line; then the links are cut off. If omitted, the actors close one
   * after the other, and the server must close each link in time.
   */
  readonly silence?: number | undefined;
}

/**
 * Runs a transcript against a server. Rejects with a `TranscriptError` at the first deviation, or if the server cannot
 * play it: check `unsupportedLine` first. Closes the links, but not the server.
 */
export async function runTranscript(
  transcript: Transcript,
  server: TranscriptServer,
  options: RunOptions = {},
): Promise<void> {
  const lack = unsupportedLine(transcript, server);
  if (lack) throw new TranscriptError(transcript.file, lack.line, lack.reason);
  const actors: Actors = new Map();
  const names = new Map<string, Uint8Array>();
  const timeout = options.timeout ?? 2000;
  const judge = async (index: number, deed: () => Outcome | Promise<Outcome>): Promise<void> => {
    const complaint = await attempt(deed);
    if (complaint) throw failure(transcript, index, complaint);
  };
  try {
    for (const [index, line] of transcript.lines.entries()) {
      await judge(index, () => perform({ line, index, server, actors, names, timeout }));
    }
    await judgeEnd(transcript, actors, options, timeout);
  } catch (error) {
    await options.failed?.();
    throw error;
  } finally {
    for (const actor of actors.values()) actor.release();
  }
}

/** Expects silence on all links. */
async function judgeEnd(
  transcript: Transcript,
  actors: Actors,
  { silence }: RunOptions,
  timeout: number,
): Promise<void> {
  if (silence !== undefined) {
    const deadline = performance.now() + silence;
    const hear = async (actor: Actor): Promise<void> => {
      const complaint = await actor.staysSilent(deadline);
      if (complaint) throw failure(transcript, actor.line, complaint);
    };
    await Promise.all([...actors.values()].map(hear));
    return;
  }
  // One after the other, so that leave notices are always the same.
  for (const actor of actors.values()) {
    const complaint = await attempt(() => actor.leaves(performance.now() + timeout));
    if (complaint) throw failure(transcript, actor.line, complaint);
  }
}

type Outcome = Complaint | undefined;
type Actors = Map<string, Actor>;

interface Scene {
  readonly line: Line;
  readonly index: number;
  readonly server: TranscriptServer;
  /** In the order of their first appearance. */
  readonly actors: Actors;
  /** The bytes of names received so far. */
  readonly names: Map<string, Uint8Array>;
  readonly timeout: number;
}

async function attempt(deed: () => Outcome | Promise<Outcome>): Promise<Outcome> {
  try {
    return await deed();
  } catch (cause) {
    return { says: `this cannot be played: ${cause instanceof Error ? cause.message : String(cause)}`, cause };
  }
}

async function perform(scene: Scene): Promise<Outcome> {
  const { line, server, actors, timeout } = scene;
  if ('actor' in line) {
    const before = actors.get(line.actor);
    if (line.kind === 'opens') return await open(scene, line, before);
    if (!before) throw new Error(`${line.actor} has no link`);
    before.line = scene.index;
    return await act(before, line, scene.names, performance.now() + timeout);
  }
  if (line.kind === '…') await server.pass(line.ms);
  if (line.kind === 'server stops') await server.stop?.();
  if (line.kind !== 'server restarts') return undefined;
  await server.restart?.();
  for (const actor of actors.values()) {
    const complaint = await actor.isLeft(performance.now() + timeout);
    if (complaint) return complaint;
  }
  return undefined;
}

async function open(
  { index, server, actors, timeout }: Scene,
  line: Line & { kind: 'opens' },
  before?: Actor,
): Promise<Outcome> {
  const deadline = performance.now() + timeout;
  const complaint = await before?.leaves(deadline);
  if (complaint) return complaint;
  before?.release();
  const connecting = server.connect(line.dialect, line.actor);
  const wire = await until(deadline, connecting);
  if (wire.late) {
    void connecting.then((late) => late.cutOff()).catch(() => undefined);
    return { says: `${line.actor} gets no link in time` };
  }
  actors.set(line.actor, new Actor(line.actor, wire.value, index));
  return undefined;
}

async function act(
  actor: Actor,
  line: Line & { actor: string },
  names: Scene['names'],
  deadline: number,
): Promise<Outcome> {
  switch (line.kind) {
    case 'C':
      return await actor.writes(said(line.bytes, names), deadline);
    case 'S':
      return await actor.hears(withNamed(line.pattern, names), names, deadline);
    case 'S closes':
      return await actor.hearsEnd('closed', deadline);
    case 'S resets':
      return await actor.hearsEnd('reset', deadline);
    case 'hangs up':
      actor.hangsUp();
      return undefined;
    case 'is cut off':
      return await actor.isCutOff();
    default:
      throw new Error(`"${line.kind}" is not played`);
  }
}

function said(bytes: Uint8Array | Pattern, names: ReadonlyMap<string, Uint8Array>): Uint8Array {
  return Uint8Array.from(
    withNamed(bytes, names).map((place) => {
      if (typeof place === 'number') return place;
      throw new Error(`nobody has heard \\{${place.name}}`);
    }),
  );
}
