import assert from 'node:assert/strict';

import type { Chat } from '#chat/chat.ts';
import type { Asked } from '#chat/event.ts';
import { openRules } from '#chat/settings/listener-rules.ts';
import type { Item } from '#chat/hub/format.ts';
import { Seat } from '#chat/hub/seat.ts';
import type { Answer, Session } from '#chat/hub/session.ts';
import type { Link, Reader } from '#link/link.ts';

import type { JournalEvent } from '../journal.ts';
import { type Ask, DirectSession } from './session.ts';

export const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

export const textOf = (frame: Uint8Array | undefined): string | undefined => frame && Buffer.from(frame).toString();

/** A session between a link and a chat that only write down what it does. */
export class Bench {
  readonly deeds: string[] = [];
  readonly journal: JournalEvent[] = [];
  /** What it asked, in its order. */
  readonly asks: Ask[] = [];
  /** What the chat says when it is asked whether it takes one more. */
  takes: () => boolean = () => true;
  /** It has asked to come, and the chat holds it until it has answered. */
  coming = false;
  readonly session: DirectSession;
  #reader: Reader | undefined;
  #due: (() => void) | undefined;

  constructor() {
    const listener = {
      rules: openRules,
      journal: (happening: JournalEvent): void => void this.journal.push(happening),
    };
    this.session = new DirectSession(this.#chat(), listener, this.#link());
    this.session.begin();
  }

  /** One that is in the chat as bob. */
  static here(): Bench {
    const bench = new Bench();
    bench.hand('bob\n');
    bench.welcome();
    bench.deeds.length = 0;
    bench.asks.length = 0;
    return bench;
  }

  welcome(): string | undefined {
    const answer: Answer = { kind: 'no-op', user: { id: 3, name: 'bob' }, room: { id: 1, name: '#x' } };
    this.coming = false;
    return textOf(this.session.answer(answer, { kind: 'came' }));
  }

  answer(answer: Answer, ask: Ask | undefined): string | undefined {
    assert.ok(ask);
    return textOf(this.session.answer(answer, ask));
  }

  get reader(): Reader {
    assert.ok(this.#reader);
    return this.#reader;
  }

  take(text: string): number {
    return this.reader.take(bytes(text));
  }

  /** Hands a chunk over as links do: what was left comes again. */
  hand(text: string | Uint8Array, stuck: () => void = () => {}): void {
    for (let rest = typeof text === 'string' ? bytes(text) : text; rest.length > 0;) {
      const count = this.reader.take(rest);
      assert.ok(count >= 0 && count <= rest.length);
      if (count < rest.length) stuck();
      rest = rest.subarray(count);
    }
  }

  /** The pause is over. */
  pause(): void {
    const due = this.#due;
    this.#due = undefined;
    due?.();
  }

  #chat(): Chat {
    const deed = (text: string, ask: unknown): void => {
      this.deeds.push(text);
      this.asks.push(ask as Ask);
    };
    const chat: Pick<
      Chat,
      | 'clock'
      | 'open'
      | 'takes'
      | 'post'
      | 'come'
      | 'register'
      | 'registration'
      | 'say'
      | 'hold'
      | 'release'
      | 'end'
      | 'close'
      | 'accountNamed'
      | 'channel'
    > = {
      open: <A extends NonNullable<unknown>, F extends Item>(session: Session<A, F>) => new Seat(1, session),
      clock: {
        now: () => 0,
        elapsed: () => 0,
        after: (_ms, call) => {
          this.#due = call;
          return () => (this.#due = undefined);
        },
      },
      accountNamed: () => undefined,
      registration: () => 'open',
      takes: ({ closing }) => closing || (!this.coming && this.takes()),
      come: (_seat, who, ask, room) => {
        this.coming = true;
        if ('device' in who) return;
        const { name, password = 'none' } = who;
        deed(`come ${room}: ${name}, ${password}`, ask);
      },
      channel: (_seat, name) => ({ room: { id: 1, name }, state: {} }),
      register: (_seat, password, ask) => deed(`register ${password}`, ask),
      post: (_seat, event: Asked, ask, room) =>
        deed(`${event.kind} ${room}${event.kind === 'message' ? `: ${event.text}` : ''}`, ask),
      say: (_seat, make) => {
        const made = typeof make === 'function' ? make() : undefined;
        this.deeds.push(`say ${textOf(made instanceof Uint8Array ? made : undefined)}`);
      },
      hold: () => void this.deeds.push('hold'),
      release: () => void this.deeds.push('release'),
      end: () => void this.deeds.push('asks no more'),
      close: (seat) => {
        seat.state = 'closing';
        this.deeds.push('close');
      },
    };
    return chat as Chat;
  }

  #link(): Link {
    const link: Pick<Link, 'peer' | 'write' | 'read' | 'resume' | 'end'> = {
      peer: { address: '127.0.0.1', port: 50_000 },
      read: (reader) => void (this.#reader = reader),
      write: (written) => void this.deeds.push(`write ${textOf(written)}`),
      resume: () => void this.deeds.push('resume'),
      end: () => void this.deeds.push('end'),
    };
    return link as Link;
  }
}
