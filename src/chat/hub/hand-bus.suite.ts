import { codeBytes, formatCode } from '#chat/rights/codes.ts';
import type { Codes } from '#chat/rights/token.ts';
import type { Frame } from '#text/frames.ts';
import type { Bundle, Bus, BusPlace, Clock, Passwords, Store } from '#chat/ports.ts';
import { openStore } from '#store/open-store.ts';

import type { RunningChat } from '#chat/chat.ts';
import { type ChatOptions, createChat } from '#chat/composition/create-chat.ts';
import type { Asked, Draft, Entry, Seq, Signal } from '#chat/event.ts';
import type { Seat } from './seat.ts';
import type { As, Format, Render } from './format.ts';
import type { Answer, Session } from './session.ts';

/** An order a test moves by hand: what was published waits until it is made a batch. */
export class HandBus implements Bus {
  readonly published: Draft[] = [];
  /** The place of the last bundle, which is a seq here. */
  seq = 0;
  #apply: (batch: readonly Bundle[]) => Promise<void> | undefined = () => undefined;
  #failed: (error: unknown) => void = () => {};

  whenReady(publish: () => void): void {
    publish();
  }

  publish(drafts: readonly Draft[]): Promise<void> | undefined {
    this.published.push(...drafts);
    return undefined;
  }

  follow(
    after: BusPlace,
    apply: (batch: readonly Bundle[]) => Promise<void> | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    this.seq = after;
    this.#apply = apply;
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => resolve());
      this.#failed = reject;
    });
  }

  /** One batch of all that was published, each draft as a bundle by itself. */
  async deliver(drafts: readonly Draft[] = this.published.splice(0)): Promise<void> {
    try {
      await this.#apply(drafts.map((draft) => ({ place: ++this.seq, drafts: [draft] })));
    } catch (error) {
      this.#failed(error);
    }
  }
}

/** A clock whose time the test calls. */
export class HandClock implements Clock {
  time = 1000;
  readonly due: (() => void)[] = [];

  now(): number {
    return this.time;
  }

  elapsed(): number {
    return this.time;
  }

  after(_: number, call: () => void): () => void {
    this.due.push(call);
    return () => this.due.splice(this.due.indexOf(call), 1);
  }

  ring(): void {
    for (const call of this.due.splice(0)) call();
  }
}

const utf8 = new TextEncoder();
const text = new TextDecoder();

/** `7 bob: hi` for others, `7 (you) bob: hi` for the user's own; whatever else happens by its kind. */
export function renderPlainly(happening: Entry | Signal, as: As): Frame {
  if (!('seq' in happening)) return utf8.encode(`${happening.kind}|`);
  const { seq, from, event } = happening;
  const what = event.kind === 'message' ? `: ${event.text}` : ` ${event.kind}`;
  return utf8.encode(`${seq} ${as === 'other' ? '' : as === 'self' ? '(you) ' : `(${as}) `}${from.name}${what}|`);
}

/** Hashes that anybody can read. */
export const plainPasswords: Passwords = {
  hash: async (password) => `hash of ${password}`,
  verify: async (password, secret) => secret === `hash of ${password}`,
};

type Manner = Pick<Ear, 'render' | 'joinable' | 'takesMail' | 'pushes' | 'eager' | 'reads'>;

const formats = new Map<Render, Map<string, Format<Frame>>>();

/** One for all sessions that hear alike. `eager`: hears all rooms of the user without asking. */
function formatOf({ render, joinable, takesMail, pushes, eager, reads }: Manner): Format<Frame> {
  const known = formats.get(render) ?? new Map<string, Format<Frame>>();
  formats.set(render, known);
  const key = `${joinable} ${takesMail} ${pushes} ${eager} ${reads}`;
  const found = known.get(key) ?? { render, joinable, takesMail, pushes, reads, hears: () => eager };
  known.set(key, found);
  return found;
}

/** A session that keeps what it is sent, and asks with words that come back in the answer. */
export class Ear implements Session<string> {
  readonly render: Render;
  joinable = true;
  takesMail = true;
  pushes = true;
  /** It has read markers. */
  reads = false;
  readonly outbox: { queued: number; scarce: boolean; delivered: boolean; drained: () => Promise<void> } = {
    queued: 0,
    scarce: false,
    delivered: true,
    drained: async () => {},
  };
  eager = true;
  readonly sends: (readonly Frame[])[] = [];
  over = false;
  resumed = 0;
  /** What its answers were given with. */
  readonly places: Seq[] = [];
  onAnswer: (answer: Answer, ask: string) => void = () => {};

  constructor(render: Render = renderPlainly) {
    this.render = render;
  }

  get format(): Format<Frame> {
    return formatOf(this);
  }

  send(frames: readonly Frame[]): void {
    this.sends.push(frames);
  }

  answer(answer: Answer, ask: string, place: Seq): Frame | undefined {
    this.places.push(place);
    this.onAnswer(answer, ask);
    const outcome =
      answer.kind === 'entry' ? `${answer.entry.seq}` : answer.kind === 'refusal' ? answer.code : answer.kind;
    return utf8.encode(`${ask}=${outcome}|`);
  }

  resume(): void {
    this.resumed++;
  }

  closed(): void {
    this.over = true;
  }

  /** What came since the last time, in words. */
  hear(): string {
    return this.sends
      .splice(0)
      .flat()
      .map((frame) => text.decode(frame))
      .join('');
  }
}

/** A chat whose batches a test makes by hand. The run has begun, and nothing is under way. */
/** Codes with 1, 2, 3 … at the end, whose hash shows them. */
export function countedCodes(): Codes {
  let made = 0;
  return {
    make: () => formatCode(new Uint8Array(codeBytes).fill(++made, codeBytes - 1)),
    hash: (code) => [...code].map((digit) => digit.charCodeAt(0).toString(16)).join(''),
  };
}

export class HandChat {
  readonly bus: HandBus = new HandBus();
  readonly clock: HandClock = new HandClock();
  readonly bugs: unknown[] = [];
  readonly chat: RunningChat;
  /** What ended the chat, once something did. */
  failure: unknown;

  constructor(store: Store, options: Partial<ChatOptions> = {}) {
    this.chat = createChat({
      store,
      bus: this.bus,
      clock: this.clock,
      node: 'node',
      newId: () => 'handmark',
      passwords: plainPasswords,
      codes: countedCodes(),
      onBug: (error) => this.bugs.push(error),
      ...options,
    });
    this.chat.finished.catch((error: unknown) => (this.failure = error));
  }

  async begin(): Promise<void> {
    const begun = this.chat.begin();
    await this.bus.deliver();
    await Promise.resolve();
    await this.bus.deliver();
    await begun;
  }

  ask(seat: Seat<string>, ask: string, event: Asked, room?: string): void {
    this.chat.post(seat, event, ask, room);
  }

  say(seat: Seat<string>, words: string, room: string): void {
    this.ask(seat, words, { kind: 'message', text: words }, room);
  }

  /** Opens a session and brings it in; what it heard of that is forgotten. */
  async come(name: string, room?: string, ear: Ear = new Ear()): Promise<{ ear: Ear; seat: Seat<string> }> {
    const seat = this.chat.open(ear);
    const account = this.chat.accountNamed(name);
    const as = account ? { account: account.id, version: account.version } : { guest: name };
    this.ask(seat, 'come', { kind: 'came', as }, room);
    await this.bus.deliver();
    ear.hear();
    return { ear, seat };
  }

  async register(name: string): Promise<void> {
    const registered = this.chat.command({ kind: 'registered', name, secret: 'hash' });
    await this.bus.deliver();
    await registered;
  }
}

/** On a store in memory, which `change` may put something in front of. */
export async function openHandChat(
  change: (store: Store) => Store = (store) => store,
  options: Partial<ChatOptions> = {},
): Promise<HandChat> {
  const hand = new HandChat(change(await openStore({ dir: ':memory:', durability: 'relaxed' })), options);
  await hand.begin();
  return hand;
}
