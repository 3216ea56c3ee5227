import type { Endpoint } from '#lab/capture/tcp-conversation.ts';
import { CsvError } from '#lab/encapsulate/csv/problem.ts';
import type { MessageFile } from '#lab/encapsulate/csv/read-messages.ts';
import type { Encapsulation } from '#lab/encapsulate/encapsulate.ts';
import { conversationsOf } from '#lab/encapsulate/packets/conversations.ts';
import { whoGreets } from './greeting.ts';
import { ownListener } from './own-listener.ts';
import { SentConnection } from './sent-connection.ts';
import { sentEncapsulation } from './sent-encapsulation.ts';

const mostConnections = 500;

export interface SendOptions {
  /** A listener on this machine; one of our own when left out. */
  readonly to: Endpoint | undefined;
  /** ns since 1970. */
  readonly now: () => bigint;
  /** Waits between rows; resolves at once when everything is to stop. */
  readonly pause: () => Promise<void>;
  /** Waits for a greeting of the other end. */
  readonly awaitGreeting: () => Promise<void>;
  readonly signal: AbortSignal;
  readonly say: (sentence: string) => void;
  readonly told: (rows: number, of: number) => void;
}

/** What was sent, as packets; and how many rows were not. */
export interface SentRows {
  readonly made: Encapsulation;
  readonly unsent: number;
}

/**
 * Sends the rows of a file over real connections, one for each pair of endpoints, in the order of their times. With our
 * own listener answers are sent in the other direction; to another listener all rows are sent, as in the exercise.
 * Rejects with Node's error if nothing listens, and with a `CsvError` where there are too many pairs.
 */
export async function sendRows(file: MessageFile, options: SendOptions): Promise<SentRows> {
  const { pairs } = conversationsOf(file.messages);
  if (pairs.length > mostConnections) {
    const text = `the file has ${pairs.length} pairs of endpoints; live, ${mostConnections} connections are made at most`;
    throw new CsvError([{ line: 0, text }]);
  }
  const pairOf = new Map(
    pairs.flatMap((pair, at) => pair.rows.map((row) => [row.message.row, { at, from: row.from }] as const)),
  );
  await using own = options.to ? undefined : await ownListener();
  const place = options.to ?? { address: '127.0.0.1', port: own?.port ?? 0 };
  const connections = new Map<number, SentConnection>();
  let unsent = 0;
  const openFor = async (): Promise<SentConnection | undefined> => {
    const opening = SentConnection.open(place, own, options.now);
    // Where the first fails nothing was sent, and the caller says so.
    return connections.size === 0 ? await opening : await opening.catch(() => undefined);
  };
  const connectionOf = async (at: number): Promise<SentConnection | undefined> => {
    const known = connections.get(at);
    if (known || options.signal.aborted) return known;
    const opened = await openFor();
    if (!opened) return undefined;
    connections.set(at, opened);
    if (!own && connections.size === 1) await listenForGreeting(opened, options);
    return opened;
  };
  try {
    for (const [nth, message] of file.messages.entries()) {
      const { at = 0, from = 'client' } = pairOf.get(message.row) ?? {};
      if (nth > 0) await options.pause();
      const connection = await connectionOf(at);
      const goOn = connection !== undefined && !options.signal.aborted;
      const sent = goOn && (await connection.send(own ? from : 'client', message.payload, message));
      if (!sent) unsent++;
      options.told(nth + 1, file.messages.length);
    }
  } finally {
    await Promise.all([...connections.values()].map((connection) => connection.close()));
  }
  return { made: sentEncapsulation({ file, pairs, connections, bothOurs: own !== undefined }), unsent };
}

/** Reports once what the other end is, if it sends anything: before anything is sent to it, or later. */
async function listenForGreeting(connection: SentConnection, { say, awaitGreeting }: SendOptions): Promise<void> {
  let waiting = true;
  void connection.heard.then((bytes) => {
    const begins = waiting ? 'The other end speaks first' : 'The other end answers';
    say(`${begins}: it seems to be ${whoGreets(bytes)}, and takes the rows for what its clients say.`);
    say('For a listener that says nothing: polylogue listen');
  });
  await Promise.race([awaitGreeting(), connection.heard]);
  waiting = false;
}
