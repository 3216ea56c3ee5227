import type { Diagnosis } from '#lab/capture/doctor/diagnosis.ts';
import type { Verdict } from '#lab/capture/doctor/verdict.ts';
import { formatEndpoint } from '#lab/capture/address.ts';
import type { ConversationVisitor, ReadConversation } from '#lab/capture/read/conversation.ts';
import { ConversationReader } from '#lab/capture/read/conversations.ts';
import { readCapture } from '#lab/capture/read/read-capture.ts';
import type { Side } from '#lab/capture/tcp-conversation.ts';
import type { ActorDeed } from '#lab/transcript-line.ts';
import { actorName } from '#lab/record-names.ts';
import { Script } from '#lab/record-script.ts';
import type { Mask } from '#text/mask.ts';

import { EventClock } from './event-clock.ts';

export interface CaptureTranscript {
  /** The capture that was diagnosed. */
  readonly path: string;
  readonly diagnosis: Diagnosis;
  /** The wanted conversations. */
  readonly wanted: readonly Verdict[];
  /** Their dialect, where it is known better than by the diagnosis. */
  readonly dialect?: string | undefined;
  /** Masks passwords in what a client sends; `joined`: its beginning is not in the capture. */
  readonly mask: (dialect: string, joined: boolean) => Mask;
  /** Called with whole lines, in order. */
  readonly write: (text: string) => void;
  readonly progress?: ((bytes: number) => void) | undefined;
}

/** The dialect of a chat in an unknown protocol: such a transcript can be read, but not played. */
const noDialect = 'tcp';

/**
 * Writes conversations of a capture as a transcript: who sent which bytes and when, one line for each write. Reads the
 * file a second time. Returns the numbers of actors and lines.
 */
export async function writeTranscript(
  options: CaptureTranscript,
): Promise<{ readonly actors: number; readonly lines: number }> {
  const { path, write, progress } = options;
  const clock = new EventClock();
  const script = new Script({
    dialect: noDialect,
    mask: () => (chunk) => chunk,
    write,
    now: clock.now,
    after: clock.after,
  });
  const reader = new ConversationReader(inScript(script, new Actors(options, script, clock)));
  await readCapture(path, (packet) => reader.packet(packet), progress);
  reader.end();
  script.flush();
  return { actors: script.actors, lines: script.lines };
}

/** Writes what happens in conversations. */
function inScript(script: Script, actors: Actors): ConversationVisitor {
  const say = (flow: ReadConversation, from: Side, bytes: Uint8Array, time: bigint): void => {
    const actor = actors.at(flow, time);
    if (!actor || actor.ended.has(from)) return;
    if (from === 'client') script.client(actor.name, Uint8Array.from(bytes));
    else script.server(actor.name, Uint8Array.from(bytes));
  };
  const end = (flow: ReadConversation, time: bigint, sides: readonly Side[], deed: ActorDeed): void => {
    const actor = actors.at(flow, time);
    if (!actor || sides.every((side) => actor.ended.has(side))) return;
    for (const side of sides) actor.ended.add(side);
    script.ends(actor.name, deed);
  };
  return {
    opened: (flow, time) => void actors.at(flow, time),
    bytes: say,
    datagram: say,
    missing(flow, from, bytes, time) {
      const actor = actors.at(flow, time);
      if (!actor) return;
      const whose = from === 'client' ? 'own' : 'server';
      script.comment(`${bytes} bytes of ${actor.name}'s ${whose} are not in the capture.`);
    },
    finished: (flow, from, time) => end(flow, time, [from], from === 'client' ? 'hangs up' : 'S closes'),
    reset(flow, from, time) {
      // In a transcript, a closed link cannot be reset.
      const byServer = from === 'server' && !actors.serverHasEnded(flow);
      end(flow, time, ['client', 'server'], byServer ? 'S resets' : 'is cut off');
    },
    over() {},
    other() {},
  };
}

/** An actor with an open link. */
interface Actor {
  readonly name: string;
  /** Sides that have closed. */
  readonly ended: Set<Side>;
}

/** The actors of the wanted conversations. */
class Actors {
  readonly #options: CaptureTranscript;
  readonly #verdicts: ReadonlyMap<number, Verdict>;
  readonly #script: Script;
  readonly #clock: EventClock;
  readonly #actors = new Map<number, Actor>();
  readonly #names = new Names();

  constructor(options: CaptureTranscript, script: Script, clock: EventClock) {
    this.#options = options;
    this.#verdicts = new Map(options.wanted.map((verdict) => [verdict.conversation.number, verdict]));
    this.#script = script;
    this.#clock = clock;
  }

  /**
   * The actor of an open link, after moving the clock to this time; undefined if the conversation is not wanted, or is
   * over.
   */
  at(flow: ReadConversation, time: bigint): Actor | undefined {
    const verdict = this.#verdicts.get(flow.number);
    if (!verdict) return undefined;
    this.#clock.move(time);
    const actor = this.#actors.get(flow.number) ?? this.#open(flow.number, verdict);
    return actor.ended.size === 2 ? undefined : actor;
  }

  serverHasEnded(flow: ReadConversation): boolean {
    return this.#actors.get(flow.number)?.ended.has('server') === true;
  }

  #open(conversation: number, verdict: Verdict): Actor {
    const known = this.#options.dialect ?? verdict.dialect;
    const dialect = known ?? noDialect;
    const mask = this.#options.mask(dialect, isJoined(verdict));
    const name = this.#script.opens({ actor: this.#names.next(verdict.who), dialect, mask });
    const actor = { name, ended: new Set<Side>() };
    this.#actors.set(conversation, actor);
    this.#script.comment(aboutActor(name, verdict, known));
    return actor;
  }
}

/** Names of actors: their own if a transcript can contain them, otherwise names as the recorder gives them. */
class Names {
  readonly #used = new Set<string>();
  #given = 0;

  next(own: string | undefined): string {
    let name = own !== undefined && /^(?!server$)[\p{L}\p{N}_-]{1,32}$/u.test(own) ? own : undefined;
    while (name === undefined || this.#used.has(name)) name = actorName(++this.#given);
    this.#used.add(name);
    return name;
  }
}

const isJoined = ({ notes }: Verdict): boolean => notes.some(({ code }) => code === 'begins-before');

/** `dialect`: the one that is written, if it is known. */
function aboutActor(name: string, verdict: Verdict, dialect: string | undefined): string {
  const { conversation, who, wire } = verdict;
  const { client, server } = conversation;
  const called = who === undefined || who === name ? '' : ` ${JSON.stringify(who)},`;
  const from = `${formatEndpoint(client.address, client.port)} to ${formatEndpoint(server.address, server.port)}`;
  const late = isJoined(verdict) ? '; the beginning is not in the capture' : '';
  const spoken = dialect === undefined ? `; ${wire ?? 'text'}` : '';
  return `${name} is${called} from ${from}${spoken}${late}.`;
}
