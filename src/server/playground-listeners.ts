import type { Entry } from '#chat/event.ts';
import type { Dialect, ListedListener, OtherListeners, Said, MemoryLink, MemoryLinkReader } from '#dialects/dialect.ts';
import type { Link, Peer } from '#link/link.ts';
import { pipe } from '#link/pipe.ts';
import { type JoinableListener, joinCommands } from './join-commands.ts';
import type { ConnectionLimiter } from './connection-limiter.ts';
import { isLoopback } from './listener-url.ts';
import { ownProgram } from './program.ts';

/** The page's end of a link in memory. */
const playground: Peer = { address: '[playground]', port: 0 };
/** The most bytes that wait for the page on one link. */
const outbox = 256 * 1024;

/** The listeners of a server. They are added when they open. */
export interface PlaygroundListeners extends OtherListeners {
  /** `page`: the URL of the page, while people can register there. */
  add(
    dialect: Dialect,
    joinable: readonly JoinableListener[],
    limiter: ConnectionLimiter,
    page?: () => string | undefined,
  ): void;
}

interface OpenListener {
  readonly dialect: Dialect;
  readonly joinable: readonly JoinableListener[];
  readonly limiter: ConnectionLimiter;
  readonly page: (() => string | undefined) | undefined;
}

export function createPlaygroundListeners(): PlaygroundListeners {
  const all: OpenListener[] = [];
  const players = new WeakSet<Peer>();
  return {
    add: (dialect, joinable, limiter, page) => void all.push({ dialect, joinable, limiter, page }),
    listeners: (from) => all.flatMap((each) => listenersOf(each, isLoopback(from))),
    page: () => all.flatMap(({ page }) => page?.() ?? [])[0],
    examples(said) {
      const entry = entryOf(said);
      const dialects = new Set(all.map(({ dialect }) => dialect));
      return [...dialects].flatMap(({ name, example, describe }) =>
        example ? [{ dialect: name, describer: describe?.(true), ...example(said.text, entry) }] : [],
      );
    },
    connect(name, peer, reader) {
      const found = all.find(({ dialect }) => dialect.name === name);
      if (!found) return undefined;
      if (players.has(peer)) return 'inside';
      // A new object, not that of the page's own link, because captures identify users by this object.
      const player: Peer = { address: peer.address, port: peer.port };
      players.add(player);
      return connectTo(found, player, reader);
    },
  };
}

/** The message as an entry. */
const entryOf = ({ from, room, text }: Said): Entry => ({
  seq: 2,
  id: 'example',
  at: Date.UTC(2026, 10, 20, 21, 31),
  from: { id: 1, name: from },
  room: { id: 1, name: room },
  event: { kind: 'message', text },
});

/**
 * The listeners as shown to a client. A client on another machine is not told the path of Polylogue on this one, and gets no command
 * for a listener on loopback, which it cannot reach. Its command begins with `polylogue`, not `npx polylogue`, which would ask the
 * registry for a package of that name.
 */
const listenersOf = ({ dialect, joinable }: OpenListener, isHere: boolean): readonly ListedListener[] =>
  joinable.map((listener) => {
    const { url, host, page } = listener;
    const listed = { dialect: dialect.name, url, summary: dialect.summary };
    if (!isHere && isLoopback(host) && page === undefined) return listed;
    const [join = ''] = joinCommands(dialect, listener, isHere ? ownProgram() : 'polylogue');
    return { ...listed, join };
  });

function connectTo({ dialect, limiter }: OpenListener, peer: Peer, reader: MemoryLinkReader): MemoryLink | 'full' {
  if (!limiter.admit({ peer })) {
    limiter.over({ peer });
    return 'full';
  }
  const [ours, theirs]: Link[] = pipe({ ends: [peer, playground], outbox });
  if (!ours || !theirs) throw new Error('the link in memory lacks one of its ends');
  ours.read({
    take: (chunk) => (reader.heard(chunk) ? chunk.length : 0),
    ended() {
      limiter.over({ peer });
      ours.end();
      reader.over();
    },
  });
  limiter.first(theirs);
  return {
    mask: dialect.mask(),
    describer: dialect.describe?.(),
    write: (bytes) => ours.write(bytes),
    resume: () => ours.resume(),
    end: () => ours.end(),
  };
}
