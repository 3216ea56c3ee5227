import type { Clock } from '#chat/ports.ts';
import type { Chat, RunningChat } from '#chat/chat.ts';
import { openRules } from '#chat/settings/listener-rules.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Item } from '#chat/hub/format.ts';
import type { Session } from '#chat/hub/session.ts';
import type { Dialect, OtherListeners } from '#dialects/dialect.ts';
import type { JournalEvent } from '#dialects/journal.ts';
import { nick } from '#dialects/nick/nick.ts';
import type { Link } from '#link/link.ts';
import { pipe } from '#link/pipe.ts';
import { argonPasswords } from '#server/passwords.ts';
import { startChat } from '#server/start-chat.ts';
import { openStore } from '#store/open-store.ts';
import { NickPeer } from './nick-peer.ts';

const quick = { memory: 8, passes: 1, parallelism: 1 };
/** No test waits for later timers, in ms, so they must not keep the process alive. */
const longest = 5000;

const clock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  after(ms, call) {
    const timer = setTimeout(call, ms);
    if (ms > longest) timer.unref();
    return () => clearTimeout(timer);
  },
};

/** A listener of one dialect, its journal and its requests to the chat; and people on nick who receive its messages. */
export class DialectFixture implements AsyncDisposable {
  readonly happenings: JournalEvent[] = [];
  /** Logged bugs; normally none. */
  readonly log: string[] = [];
  /** All that its links opened. */
  readonly sessions: Session<never, Item>[] = [];
  /** The most that was under way of one session. */
  mostWaiting = 0;
  readonly chat: RunningChat;
  readonly #accept: (link: Link) => void;
  readonly #acceptNick: (link: Link) => void;
  readonly #links: Link[] = [];
  readonly #close: () => Promise<void>;

  private constructor(
    dialect: Dialect,
    options: Readonly<Record<string, string>>,
    chat: RunningChat,
    log: string[],
    page: string | undefined,
    close: () => Promise<void>,
  ) {
    const journal = (happening: JournalEvent): void => void this.happenings.push(happening);
    this.log = log;
    this.chat = chat;
    this.#close = close;
    const otherListeners: OtherListeners = {
      listeners: () => [],
      page: () => page,
      examples: () => [],
      connect: () => undefined,
    };
    this.#accept = dialect.listen(this.#watched(chat), { rules: openRules, options, journal, otherListeners });
    this.#acceptNick = nick.listen(chat, { rules: openRules, journal: () => {} });
  }

  /** `page`: the address of a page where people can register. */
  static async open(
    dialect: Dialect,
    options: Readonly<Record<string, string>> = {},
    page?: string,
  ): Promise<DialectFixture> {
    const lines: string[] = [];
    const log = (event: string, fields?: object): void => void lines.push(`${event} ${JSON.stringify(fields)}`);
    const store = await openStore({ dir: ':memory:', durability: 'relaxed' });
    const chat = await startChat({ store, clock, log, passwords: argonPasswords(quick) });
    return new DialectFixture(dialect, options, chat, lines, page, async () => {
      await chat.closeAll();
      await chat.stop();
      await store.close();
    });
  }

  readonly connect = async (): Promise<Link> => this.#connect(this.#accept);

  /** Somebody on nick. */
  async person(name: string): Promise<NickPeer> {
    return new NickPeer(this.#connect(this.#acceptNick)).come(name);
  }

  /** Makes an account by way of nick, and leaves. */
  async register(name: string, password: string): Promise<void> {
    const peer = await this.person(name);
    peer.say(`/register ${password}`);
    await peer.next();
    peer.say('BYE');
    await peer.over();
  }

  /** The events of a person in the journal. */
  told(name: string): readonly string[] {
    return this.happenings.flatMap((happening) =>
      (happening.kind === 'came' || happening.kind === 'left') && happening.user?.name === name ? [happening.kind] : [],
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const link of this.#links) link.abort();
    await this.#close();
  }

  #connect(accept: (link: Link) => void): Link {
    const [ours, theirs] = pipe();
    this.#links.push(ours);
    accept(theirs);
    return ours;
  }

  #watched(chat: RunningChat): Chat {
    const count = (seat: Seat<never>): void => {
      this.mostWaiting = Math.max(this.mostWaiting, seat.requests.count);
    };
    return {
      ...chat,
      open: (session, ...rest) => {
        this.sessions.push(session);
        return chat.open(session, ...rest);
      },
      post: (seat, ...rest) => {
        count(seat);
        chat.post(seat, ...rest);
      },
      say: (seat, make) => {
        count(seat);
        chat.say(seat, make);
      },
    };
  }
}
