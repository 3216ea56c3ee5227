import { Actor } from '#lab/actor.ts';
import { parsePattern, parseSaid } from '#lab/bytes.ts';
import type { Pattern } from '#lab/bytes.ts';
import type { Complaint } from '#lab/transcript-failure.ts';
import type { TranscriptServer, Wire, WireEnd } from '#lab/transcript-server.ts';
import type { TransportName } from '#link/transports.ts';

import type { Renaming } from './name-suffixes.ts';

/** The program under test did not do what a check requires. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly complaint: Complaint;
  /** The actor on whose link the fault was seen. */
  readonly actor: string | undefined;

  constructor(complaint: Complaint, actor?: string) {
    super(complaint.says, { cause: complaint.cause });
    this.complaint = complaint;
    this.actor = actor;
  }
}

/** What a check without a transcript uses. Methods throw a `Fault` when the program does something unexpected. */
export interface Scene {
  readonly server: TranscriptServer;
  /** Milliseconds that each step may take. */
  readonly timeout: number;
  /** Milliseconds in which nothing may come, where silence is expected. */
  readonly silence: number;
  readonly transport: TransportName;
  /** Opens a link for an actor. */
  open(actor: string): Promise<Speaker>;
  /** The server was started for this check. */
  readonly isFresh: boolean;
  /** A name that is unused on this server. If the server was started for this check, the name is not changed. */
  unique(name: string): string;
  /** Kills the program and starts it again, on the same port and in the same directory. */
  restarts(): Promise<void>;
  fail(says: string, actor?: string): never;
}

/** An actor with a link. Bytes are given as in transcripts (`\\x00\\x05HELLO`), or as they are. */
export interface Speaker {
  readonly name: string;
  says(bytes: string | Uint8Array): Promise<void>;
  hears(bytes: string | Uint8Array | Pattern): Promise<void>;
  /** Reads the next `count` bytes. */
  takes(count: number): Promise<Uint8Array>;
  /** Reads until nothing more comes. The text must match. `says`: the expectation in words. */
  answers(pattern: RegExp, says: string): Promise<string>;
  hearsEnd(how?: WireEnd): Promise<void>;
  hearsNothing(): Promise<void>;
  hangsUp(): void;
  isCutOff(): Promise<void>;
}

/** `dialect`: the protocol of the server. `suffix`: makes names unique. */
export function createScene(
  server: TranscriptServer,
  dialect: string,
  {
    timeout,
    silence,
    suffix = '',
    transport = 'tcp',
    renaming,
  }: {
    readonly timeout: number;
    readonly silence: number;
    readonly suffix?: string | undefined;
    readonly transport?: TransportName | undefined;
    readonly renaming?: Renaming | undefined;
  },
  opened: (actor: Actor) => void,
): Scene {
  return {
    server,
    timeout,
    silence,
    transport,
    async open(name) {
      const speaker = speakerOver(name, await server.connect(dialect, name), { timeout, silence }, opened);
      return renaming ? renamedSpeaker(speaker, renaming) : speaker;
    },
    async restarts() {
      await server.restart?.();
    },
    isFresh: suffix === '',
    unique: (name) => `${name}${suffix}`,
    fail(says, actor) {
      throw new Fault({ says }, actor);
    },
  };
}

/** After this many milliseconds without a byte, an answer without an end mark counts as complete. */
const quiet = 150;

const utf8 = new TextDecoder();

/**
 * An actor on a link. `opened`: called with the actor, so that its link can be closed. `peer`: the word for the program
 * in sentences.
 */
export function speakerOver(
  name: string,
  wire: Wire,
  { timeout, silence }: { readonly timeout: number; readonly silence: number },
  opened: (actor: Actor) => void,
  peer?: string,
): Speaker {
  const deadline = (): number => performance.now() + timeout;
  const actor = new Actor(name, wire, 0, peer);
  opened(actor);
  const judged = (complaint: Complaint | undefined): void => {
    if (complaint) throw new Fault(complaint, name);
  };
  return {
    name,
    says: async (bytes) => judged(await actor.writes(bytesOf(bytes), deadline())),
    hears: async (bytes) => judged(await actor.hears(patternOf(bytes), new Map(), deadline())),
    async takes(count) {
      const taken = await actor.takes(count, deadline());
      if (taken instanceof Uint8Array) return taken;
      throw new Fault(taken, name);
    },
    async answers(pattern, says) {
      const came = await actor.collects(quiet, deadline());
      if (!(came instanceof Uint8Array)) throw new Fault({ ...came, says: `${came.says}; expected was ${says}` }, name);
      const text = utf8.decode(came);
      if (pattern.test(text)) return text;
      throw new Fault({ says: `${name} hears something else than ${says}`, heard: came }, name);
    },
    hearsEnd: async (how = 'closed') => judged(await actor.hearsEnd(how, deadline())),
    hearsNothing: async () => judged(await actor.staysSilent(performance.now() + silence)),
    hangsUp: () => actor.hangsUp(),
    isCutOff: async () => judged(await actor.isCutOff()),
  };
}

/** A speaker whose names have a suffix. */
const renamedSpeaker = (speaker: Speaker, renaming: Renaming): Speaker => ({
  ...speaker,
  says: (bytes) => speaker.says(bytesOf(renaming([...bytesOf(bytes)], 'says'))),
  hears: (bytes) => speaker.hears(renaming(patternOf(bytes), 'hears')),
});

function bytesOf(bytes: string | Uint8Array | Pattern): Uint8Array {
  if (bytes instanceof Uint8Array) return bytes;
  const said = typeof bytes === 'string' ? parseSaid(bytes) : bytes;
  return Uint8Array.from(said, (place) => {
    if (typeof place !== 'number') throw new TypeError('a check says no names');
    return place;
  });
}

const patternOf = (bytes: string | Uint8Array | Pattern): Pattern =>
  typeof bytes === 'string' ? parsePattern(bytes) : [...bytes];
