import type { Diagnosis } from '#lab/capture/doctor/diagnosis.ts';
import type { Verdict } from '#lab/capture/doctor/verdict.ts';
import { formatEndpoint } from '#lab/capture/address.ts';
import type { ConversationVisitor, ReadConversation } from '#lab/capture/read/conversation.ts';
import { conversationReader } from '#lab/capture/read/conversations.ts';
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
  /** The conversations that are wanted. */
  readonly wanted: readonly Verdict[];
  /** Hides passwords in what a client says; `joined`: its beginning is not in the capture. */
  readonly mask: (dialect: string, joined: boolean) => Mask;
  /** Takes whole lines, in their order. */
  readonly write: (text: string) => void;
  readonly progress?: ((bytes: number) => void) | undefined;
}

/** What stands for the dialect of a chat that is none of ours: such a transcript can be read, and not played. */
export const noDialect = 'tcp';

/** An actor whose link is under way. */
interface Actor {
  readonly name: string;
  /** Sides that have said all. */
  readonly ended: Set<Side>;
}

/**
 * Writes conversations of a capture as a transcript: who said which bytes when, each write a line. The second reading of
 * the file. Gives the numbers of actors and lines.
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

  /** Somebody whose link is under way, at this time; nobody where the conversation is not wanted, or is over. */
  const actorAt = (flow: ReadConversation, time: bigint): Actor | undefined => {
    const verdict = verdicts.get(flow.number);
    if (!verdict) return undefined;
    clock.move(time);
    let actor = actors.get(flow.number);
    if (!actor) {
      const dialect = verdict.dialect ?? noDialect;
      const opened = { actor: names.next(verdict.who), dialect, mask: mask(dialect, isJoined(verdict)) };
      actor = { name: script.opens(opened), ended: new Set() };
      actors.set(flow.number, actor);
      script.comment(aboutActor(actor.name, verdict));
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
      // What has closed cannot reset in a transcript.
      const byServer = from === 'server' && actors.get(flow.number)?.ended.has('server') !== true;
      end(flow, time, ['client', 'server'], byServer ? 'S resets' : 'is cut off');
    },
    over() {},
    other() {},
  };
  const reader = conversationReader(visitor);
  await readCapture(path, (packet) => reader.packet(packet), progress);
  reader.end();
  script.flush();
  return { actors: script.actors, lines: script.lines };
}

/** Names of actors: their own where these can stand in a transcript, otherwise those that the recorder gives. */
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

function aboutActor(name: string, verdict: Verdict): string {
  const { conversation, who, wire, dialect } = verdict;
  const { client, server } = conversation;
  const called = who === undefined || who === name ? '' : ` ${JSON.stringify(who)},`;
  const from = `${formatEndpoint(client.address, client.port)} to ${formatEndpoint(server.address, server.port)}`;
  const late = isJoined(verdict) ? '; the beginning is not in the capture' : '';
  const spoken = dialect === undefined ? `; ${wire ?? 'text'}` : '';
  return `${name} is${called} from ${from}${spoken}${late}.`;
}
