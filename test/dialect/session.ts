import { type Frame, joinFrames } from '#text/frames.ts';
import type { Chat, RunningChat } from '#chat/chat.ts';
import { type Cursor, formatCursor, parseCursor } from '#chat/cursor.ts';
import type { Asked } from '#chat/event.ts';
import type { Format } from '#chat/hub/format.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Answer, Session } from '#chat/hub/session.ts';
import type { Link, LinkEnd } from '#link/link.ts';
import type { LineTaker } from '#text/line-reader.ts';

import { line, parseRequest, type Request, splitWord } from './codec.ts';
import { askings } from './commands.ts';
import { formats, renderPast } from './render.ts';

/** Frames a paced session may have waiting for an `ack`. */
const maxPaced = 200;

/** The ask of a request: the line's label with its space, or nothing; and whether the line was a login. */
interface Ask {
  readonly label: string;
  readonly coming: boolean;
}

/** One link that speaks lines. */
export class LineSession implements Session<Ask>, LineTaker {
  readonly format: Format<Frame> = formats.usual;
  readonly #chat: Chat;
  readonly #link: Link;
  readonly #seat: Seat<Ask, Frame>;
  #choosy = false;
  #paced = false;
  /** Frames that wait for an `ack`; the first is on its way. */
  #waiting: Frame[] = [];
  #cursor: Cursor | undefined;
  /** It has logged in with a cursor: its own messages must come after the missed ones, so it waits. */
  #resuming = false;
  #left = false;

  constructor(chat: Chat, link: Link) {
    this.#chat = chat;
    this.#link = link;
    this.#seat = chat.open(this);
  }

  get outbox(): Link {
    return this.#link;
  }

  send(frames: readonly Frame[]): void {
    if (!this.#paced) {
      this.#link.write(joinFrames(frames));
      return;
    }
    const [first] = frames;
    if (this.#waiting.length === 0 && first) this.#link.write(first);
    this.#waiting.push(...frames);
    if (this.#waiting.length > maxPaced) this.#link.abort();
  }

  answer(answer: Answer, ask: Ask): Frame | undefined {
    const words = worded(answer);
    if (!ask.coming || !this.#cursor) return line(ask.label + words);
    const came = answer.kind !== 'refusal';
    const missed = came ? this.#chat.follow(this.#seat, this.#cursor) : undefined;
    this.#resuming = false;
    this.#link.resume();
    return line(ask.label + words + (missed ? ` but ${missed}` : ''));
  }

  resume(): void {
    this.#link.resume();
  }

  closed(): void {
    this.#link.end();
  }

  get ready(): boolean {
    return this.#left || (!this.#resuming && this.#chat.takes(this.#seat));
  }

  ended(how: LinkEnd): void {
    if (how !== 'ended') return this.#leave();
    this.#left = true;
    this.#chat.end(this.#seat);
  }

  take(text: string | undefined): void {
    if (this.#left) return;
    if (text === 'ack') this.#acknowledged();
    else if (text === undefined) this.#say('no line-long');
    else this.#do(parseRequest(text));
  }

  #do(request: Request): void {
    const label = request.label === '' ? '' : `${request.label} `;
    const asking = askings.get(request.command)?.(request.rest);
    const own = this.#commands.get(request.command);
    if (asking) this.#post(label, asking.event, asking.room);
    else if (own) own(label, request.rest);
    else this.#say(`${label}no command`);
  }

  #post(label: string, event: Asked, room: string | undefined): void {
    const coming = event.kind === 'came';
    this.#resuming = coming && this.#cursor !== undefined;
    this.#chat.post(this.#seat, event, { label, coming }, room);
  }

  readonly #commands: ReadonlyMap<string, (label: string, rest: string) => void> = new Map([
    ['bye', () => this.#leave()],
    ['login', (label: string, rest: string) => this.#login(label, rest)],
    ['register', (label: string, name: string) => this.#register(label, name)],
    ['be', (label: string, mode: string) => this.#be(label, mode)],
    ['resume', (label: string, text: string) => this.#resumeFrom(label, text)],
    ['ping', (label: string, text: string) => this.#say(`${label}pong ${text}`)],
    ['cursor', (label: string) => this.#chat.say(this.#seat, () => line(label + formatCursor(this.#chat.cursor())))],
    ['history', (label: string, rest: string) => this.#history(label, rest)],
  ]);

  /** Accounts have no passwords here. */
  #login(label: string, text: string): void {
    const [name, room] = splitWord(text);
    const { id: account = 0, version = 0 } = this.#chat.accountNamed(name) ?? {};
    this.#post(label, { kind: 'came', as: { account, version } }, room === '' ? undefined : room);
  }

  #register(label: string, name: string): void {
    if (!isRunning(this.#chat)) return this.#say(`${label}no command`);
    void this.#chat
      .command({ kind: 'registered', name, secret: 'none' })
      .then((answer) => this.#say(label + worded(answer)));
  }

  #be(label: string, mode: string): void {
    if (mode === 'choosy') this.#choosy = true;
    else if (mode === 'paced') this.#paced = true;
    else return this.#say(`${label}no mode`);
    const both = this.#choosy && this.#paced;
    this.#chat.become(this.#seat, formats[both ? 'choosy and paced' : this.#choosy ? 'choosy' : 'paced']);
    this.#say(`${label}ok`);
  }

  #resumeFrom(label: string, text: string): void {
    this.#cursor = parseCursor(text);
    this.#say(label + (this.#cursor ? 'ok' : 'no cursor'));
  }

  #history(label: string, text: string): void {
    const [room, count] = splitWord(text);
    this.#chat.say(this.#seat, () => {
      const entries = this.#chat.history(this.#seat, { room, limit: Number(count) });
      if (typeof entries === 'string') return line(`${label}no ${entries}`);
      return joinFrames([...entries.map((entry) => renderPast(entry, label)), line(`${label}end`)]);
    });
  }

  #say(text: string): void {
    this.#chat.say(this.#seat, () => line(text));
  }

  #acknowledged(): void {
    this.#waiting.shift();
    const [next] = this.#waiting;
    if (next) this.#link.write(next);
  }

  #leave(): void {
    this.#left = true;
    this.#chat.close(this.#seat);
  }
}

const isRunning = (chat: Chat): chat is RunningChat => 'command' in chat;

function worded(answer: Answer): string {
  if (answer.kind === 'entry') return `ok ${answer.entry.seq}`;
  if (answer.kind === 'refusal') return `no ${answer.code}`;
  return answer.kind === 'applied' ? 'ok' : 'already';
}
