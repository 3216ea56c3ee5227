import type { Hub } from '#chat/hub/hub.ts';
import { hurriedTimeout, shortestTimeout } from '#chat/hub/sessions/leaving-seats.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Logins } from '#chat/login/logins.ts';
import { beginRun } from '#chat/order/begin-run.ts';
import type { LiveWorld } from '#chat/order/live-world.ts';
import type { GrantActors } from '#chat/grants/grant-actors.ts';
import { closingTime, type Posting } from '#chat/posting/posting.ts';
import type { ChatOptions } from './chat-options.ts';
import type { RunningChat } from '#chat/chat.ts';
import { SpaceForNewSessions } from './space-for-new-sessions.ts';

export interface NodeRunOptions extends Pick<ChatOptions, 'node' | 'newId' | 'addresses' | 'search' | 'clock'> {
  readonly world: LiveWorld;
  readonly hub: Hub;
  readonly logins: Logins;
  readonly posting: Posting;
  readonly actors: GrantActors;
  /** Version of the rules by which drafts are judged. */
  readonly rules: number;
  readonly command: RunningChat['command'];
  readonly close: (seat: Seat) => void;
  /** See `RunningChat.finished`. */
  readonly finished: Promise<void>;
  /** Stops following the order. */
  readonly leaving: AbortController;
}

type NodeRun = Pick<
  RunningChat,
  'begin' | 'announce' | 'closeAll' | 'whenEmpty' | 'endWithoutLogin' | 'makeSpace' | 'abandon' | 'finished' | 'stop'
>;

/** Begins and ends a node's run. */
export const nodeRun = (options: NodeRunOptions): NodeRun => nodeRunWith(options, spaceForNewSessions(options));

const nodeRunWith = (options: NodeRunOptions, space: SpaceForNewSessions): NodeRun => ({
  finished: options.finished,
  begin: () => begin(options),
  announce: (wait) => options.hub.signal(options.hub.seats.all, { kind: 'stopping', wait }),
  closeAll: (hurry) => closeAll(options, hurry),
  whenEmpty: () => options.hub.seats.empty(),
  endWithoutLogin: (opened) => endWithoutLogin(options, opened),
  makeSpace: (address) => space.endOldest(address),
  abandon() {
    options.hub.abandon();
    options.actors.end();
  },
  stop() {
    options.leaving.abort();
    return options.finished.finally(() => options.actors.end());
  },
});

const spaceForNewSessions = ({ hub, clock, close }: NodeRunOptions): SpaceForNewSessions =>
  new SpaceForNewSessions(hub, clock, close);

async function begin({ world, hub, command, rules, node, newId, addresses, search }: NodeRunOptions): Promise<void> {
  if (world.epoch === '') {
    await command({ kind: 'founded', epoch: newId(), addressKey: addresses?.newKey() });
  }
  search?.follow(world.epoch, world.seq);
  // Nothing of the others can be found, and the thread of the index need not be woken for them.
  hub.watch(({ seq, event: { kind } }) => {
    if (kind !== 'came' && kind !== 'went') search?.follow(world.epoch, seq);
  });
  await beginRun(command, node, rules, () => world.runsOf(node).at(-1)?.runId);
  if (addresses && !world.keyed) await command({ kind: 'keyed', addressKey: addresses.newKey() });
}

function closeAll(
  { hub, clock, posting, actors, logins, close }: NodeRunOptions,
  hurry?: Promise<void>,
): Promise<void> {
  hub.hurry(hurriedTimeout);
  hub.seats.closeAll(close);
  const refuse = (): void => posting.refuseUnpublished([...actors.seats, ...hub.seats.all]);
  const stop = clock.after(closingTime, refuse);
  void hurry?.then(() => {
    refuse();
    hub.hurry(shortestTimeout);
  });
  return Promise.all([hub.seats.empty(), logins.close()]).then(stop);
}

function endWithoutLogin({ hub, close }: NodeRunOptions, opened: number): number {
  const notLoggedIn = [...hub.seats.all].filter(({ id, user, closing }) => id <= opened && user === 0 && !closing);
  // Of very many, some may log in before it is their turn.
  hub.each(notLoggedIn, (seat) => {
    if (seat.user === 0) close(seat);
  });
  return notLoggedIn.length;
}
