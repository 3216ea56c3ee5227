import type { Entry } from '#chat/event.ts';
import type { Dialect, ListedListener, Neighbours, Said, Visit, Visitor } from '#dialects/dialect.ts';
import type { Link, Peer } from '#link/link.ts';
import { pipe } from '#link/pipe.ts';
import { type Entrance, joinCommands } from './join-commands.ts';
import type { Gate } from './listener-gate.ts';
import { isLoopback } from './listener-url.ts';
import { ownProgram } from './program.ts';

/** The visitor's end of a link in memory. */
const playground: Peer = { address: '[playground]', port: 0 };
/** The most bytes that wait for the visitor on one link. */
const outbox = 256 * 1024;

/** The listeners of a server. They are added when they open. */
export interface Neighbourhood extends Neighbours {
  /** `page`: the URL of the page, while people can register there. */
  add(dialect: Dialect, entrances: readonly Entrance[], gate: Gate, page?: () => string | undefined): void;
}

interface Neighbour {
  readonly dialect: Dialect;
  readonly entrances: readonly Entrance[];
  readonly gate: Gate;
  readonly page: (() => string | undefined) | undefined;
}

export function createNeighbourhood(): Neighbourhood {
  const all: Neighbour[] = [];
  const visiting = new WeakSet<Peer>();
  return {
    add: (dialect, entrances, gate, page) => void all.push({ dialect, entrances, gate, page }),
    listeners: (from) => all.flatMap((each) => listenersOf(each, isLoopback(from) ? ownProgram() : 'npx polylogue')),
    page: () => all.flatMap(({ page }) => page?.() ?? [])[0],
    examples(said) {
      const entry = entryOf(said);
      const dialects = new Set(all.map(({ dialect }) => dialect));
      return [...dialects].flatMap(({ name, example, describe }) =>
        example ? [{ dialect: name, describer: describe?.(true), ...example(said.text, entry) }] : [],
      );
    },
    visit(name, peer, visitor) {
      const found = all.find(({ dialect }) => dialect.name === name);
      if (!found) return undefined;
      if (visiting.has(peer)) return 'inside';
      // Not the same object as that of the visitor's own link: captures identify users by it.
      const visitedBy: Peer = { address: peer.address, port: peer.port };
      visiting.add(visitedBy);
      return visit(found, visitedBy, visitor);
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

/** `program`: how one starts Polylogue there. Where it is on this machine is told to nobody elsewhere. */
const listenersOf = ({ dialect, entrances }: Neighbour, program: string): readonly ListedListener[] =>
  entrances.map((entrance) => {
    const [join = ''] = joinCommands(dialect, entrance, program);
    return { dialect: dialect.name, url: entrance.url, summary: dialect.summary, join };
  });

function visit({ dialect, gate }: Neighbour, peer: Peer, visitor: Visitor): Visit | 'full' {
  if (!gate.admit({ peer })) {
    gate.over({ peer });
    return 'full';
  }
  const [ours, theirs]: Link[] = pipe({ ends: [peer, playground], outbox });
  if (!ours || !theirs) throw new Error('A pipe has two ends.');
  ours.read({
    take: (chunk) => (visitor.heard(chunk) ? chunk.length : 0),
    ended() {
      gate.over({ peer });
      ours.end();
      visitor.over();
    },
  });
  gate.first(theirs);
  return {
    mask: dialect.mask(),
    describer: dialect.describe?.(),
    write: (bytes) => ours.write(bytes),
    resume: () => ours.resume(),
    end: () => ours.end(),
  };
}
