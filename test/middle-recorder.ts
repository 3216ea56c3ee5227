import type { Frame } from '#text/frames.ts';
import assert from 'node:assert/strict';

import type { Entry, Signal } from '#chat/event.ts';
import type { Format, Render } from '#chat/hub/format.ts';
import type { Answer, Outbox, Session } from '#chat/hub/session.ts';

import type { Random } from './middle-random.ts';
import { StallingOutbox } from './stalling-outbox.ts';

const utf8 = new TextEncoder();
const text = new TextDecoder();

function frameOf(happening: Entry | Signal, as: string, room?: number): Frame {
  if (!('seq' in happening)) return utf8.encode(`${happening.kind}\n`);
  const where = happening.event.kind === 'came' && room !== undefined ? ` ${room}` : '';
  return utf8.encode(`${happening.seq} ${as}${where}\n`);
}

/** Shows all that happens, but for what is no entry of its own: that an operator follows the last owner of a room. */
const showAll: Render = (happening, as, room) =>
  'seq' in happening && happening.event.kind === 'role' && happening.from.id === 0
    ? undefined
    : frameOf(happening, as, room);

/** Renders messages, as most dialects do. */
const showMessages: Render = (happening, as) =>
  'seq' in happening && happening.event.kind !== 'message' ? undefined : frameOf(happening, as);

/** The properties of a session. */
export interface Temper {
  readonly shows: 'all' | 'messages';
  readonly joinable: boolean;
  /** Hears the rooms of its user without requests. */
  readonly eager: boolean;
  /** The probability that its peer stalls; undefined: it never does. */
  readonly stalls?: Random;
}

const formats = new Map<string, Format<Frame>>();

/** The same object for all equal sessions. */
function formatOf({ shows, joinable, eager }: Temper): Format<Frame> {
  const key = `${shows} ${joinable} ${eager}`;
  const render = shows === 'all' ? showAll : showMessages;
  const found = formats.get(key) ?? { render, joinable, pushes: true, takesMail: true, hears: () => eager };
  formats.set(key, found);
  return found;
}

/** An entry that a session has heard, or got as an answer. */
export interface Heard {
  readonly seq: number;
  readonly as: string;
  /** The room in which an arrival was shown. */
  readonly in?: number | undefined;
}

/** A session that records what it hears. Its asks are numbers, which come back in the answers. */
export class Recorder implements Session<number> {
  readonly temper: Temper;
  readonly format: Format<Frame>;
  readonly outbox: Outbox;
  readonly #stalling: StallingOutbox | undefined;
  readonly frames: Frame[] = [];
  /** In the order given. */
  readonly answers: { readonly ask: number; readonly answer: Answer }[] = [];
  over = false;
  resumed = 0;
  onResume: () => void = () => {};
  onAnswer: (answer: Answer, ask: number) => void = () => {};
  onSend: () => void = () => {};

  constructor(temper: Temper) {
    this.temper = temper;
    this.format = formatOf(temper);
    this.#stalling = temper.stalls && new StallingOutbox(temper.stalls);
    this.outbox = this.#stalling ?? { queued: 0, scarce: false, delivered: true, drained: async () => {} };
  }

  send(frames: readonly Frame[]): void {
    assert.ok(!this.over, 'something was sent to a session that is over');
    assert.ok(frames.length > 0);
    this.frames.push(...frames);
    this.onSend();
    this.#stalling?.written(frames.reduce((bytes, { length }) => bytes + length, 0));
  }

  answer(answer: Answer, ask: number): Frame | undefined {
    assert.ok(!this.over, 'a session that is over was answered');
    this.answers.push({ ask, answer });
    this.onAnswer(answer, ask);
    return utf8.encode(answer.kind === 'entry' ? `${answer.entry.seq} answer\n` : `- ${ask}\n`);
  }

  resume(): void {
    this.resumed++;
    this.onResume();
  }

  closed(): void {
    assert.ok(!this.over, 'a session ended twice');
    this.over = true;
  }

  /** The heard entries, as lines. */
  get lines(): readonly string[] {
    if (!this.temper.joinable) for (const frame of this.frames) assert.match(text.decode(frame), /^[^\n]+\n$/);
    return this.frames.flatMap((frame) => text.decode(frame).split('\n').slice(0, -1));
  }

  get heard(): readonly Heard[] {
    return this.lines
      .filter((line) => /^[0-9]/.test(line))
      .map((line) => {
        const [seq = '', as = '', room] = line.split(' ');
        return { seq: Number(seq), as, in: room === undefined ? undefined : Number(room) };
      });
  }

  /** The answer to each ask, in words. */
  get outcomes(): readonly string[] {
    return this.answers.map(({ answer }) => outcomeOf(answer));
  }
}

export function outcomeOf(answer: Answer): string {
  if (answer.kind === 'entry') return `entry ${answer.entry.seq}`;
  return answer.kind === 'refusal' ? answer.code : answer.kind;
}
