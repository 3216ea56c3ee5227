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

/** An actor with an open link. */
interface Actor {
  readonly name: string;
  /** Sides that have closed. */
  readonly ended: Set<Side>;
}

/**
 * Writes conversations of a capture as a transcript: who sent which bytes and when, one line for each write. Reads the
 * file a second time. Returns the numbers of actors and lines.
 */
export async function writeTranscript(
  options: CaptureTranscript,
): Promise<{ readonly actors: number; readonly lines: number }> {
  const { path, wanted, mask, write, progress } = options;
  const verdicts = new Map(wanted.map((verdict) => [verdict.conversation.number, verdict]));
  const clock = new EventClock();
  const script = new Script({
    dialect: noDialect,
    mask: () => (chunk) => chunk,
    write,
    now: clock.now,
    after: clock.after,
  });
  const actors = new Map<number, Actor>();
  const names = new Names();

  /**
   * The actor of an open link, after moving the clock to this time; undefined if the conversation is not wanted, or is
   * over.
   */
  const actorAt = (flow: ReadConversation, time: bigint): Actor | undefined => {
    const verdict = verdicts.get(flow.number);
    if (!verdict) return undefined;
    clock.move(time);
    let actor = actors.get(flow.number);
    if (!actor) {
      const dialect = options.dialect ?? verdict.dialect ?? noDialect;
      const opened = { actor: names.next(verdict.who), dialect, mask: mask(dialect, isJoined(verdict)) };
      actor = { name: script.opens(opened), ended: new Set() };
      actors.set(flow.number, actor);
      script.comment(aboutActor(actor.name, verdict, options.dialect ?? verdict.dialect));
    }
    return actor.ended.size === 2 ? undefined : actor;
  };
  const say = (flow: ReadConversation, from: Side, bytes: Uint8Array, time: bigint): void => {
    const actor = actorAt(flow, time);
    if (!actor || actor.ended.has(from)) return;
    if (from === 'client') script.client(actor.name, Uint8Array.from(bytes));
    else script.server(actor.name, Uint8Array.from(bytes));
  };
  const end = (flow: ReadConversation, time: bigint, sides: readonly Side[], deed: ActorDeed): void => {
    const actor = actorAt(flow, time);
    if (!actor || sides.every((side) => actor.ended.has(side))) return;
    for (const side of sides) actor.ended.add(side);
    script.ends(actor.name, deed);
  };
  const visitor: ConversationVisitor = {
    opened: (flow, time) => void actorAt(flow, time),
    bytes: say,
    datagram: say,
    missing(flow, from, bytes, time) {
      const actor = actorAt(flow, time);
      if (actor)
        script.comment(
          `${bytes} bytes of ${actor.name}'s ${from === 'client' ? 'own' : 'server'} are not in the capture.`,
        );
    },
    finished: (flow, from, time) => end(flow, time, [from], from === 'client' ? 'hangs up' : 'S closes'),
    reset(flow, from, time) {
      // In a transcript, a closed link cannot be reset.
      const byServer = from === 'server' && actors.get(flow.number)?.ended.has('server') !== true;
      end(flow, time, ['client', 'server'], byServer ? 'S resets' : 'is cut off');
    },
    over() {},
    other() {},
  };
  const reader = new ConversationReader(visitor);
  await readCapture(path, (packet) => reader.packet(packet), progress);
  reader.end();
  script.flush();
  return { actors: script.actors, lines: script.lines };
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
