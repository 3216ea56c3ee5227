import { networkInterfaces } from 'node:os';
import { createInterface } from 'node:readline';

import { type ByHand, clientByHand, toldSuite } from '#lab/check/by-hand/client-by-hand.ts';
import type { Person } from '#lab/check/by-hand/person.ts';
import { serverByHand } from '#lab/check/by-hand/server-by-hand.ts';
import { type Given, textOf, UsageError } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';

import { type CheckOptions, handTimes, numberOf, readCommonCheckOptions } from './check-options.ts';
import { placeOf, quicServer, reachOf } from './check-reach.ts';

/** The person at this terminal. */
export interface PersonHere extends Person {
  leave(): void;
}

const nobody = 'standard input has ended. --by-hand needs a person at the keyboard.';

/** Writes questions to standard output, and reads typed lines from standard input. */
export function personAt({ stdin, stdout }: Stdio): PersonHere {
  const reader = createInterface({ input: stdin, terminal: false });
  const [typed, asked]: [string[], ((line: string | undefined) => void)[]] = [[], []];
  const gone = Promise.withResolvers<never>();
  // Prints it only if a check waits for the person.
  gone.promise.catch(() => {});
  let over = false;
  const leaveWhenDone = (): void => {
    if (over && typed.length === 0) gone.reject(new UsageError(nobody));
  };
  reader.on('line', (line) => {
    const next = asked.shift();
    if (next) next(line);
    else typed.push(line);
  });
  reader.on('close', () => {
    over = true;
    for (const next of asked.splice(0)) next(undefined);
    leaveWhenDone();
  });
  return {
    tell: (text) => void stdout.write(`${text}\n`),
    async ask(question) {
      // Lines typed before the question are not the answer. The lines of a script may all have arrived already.
      if (stdin.isTTY === true) typed.length = 0;
      stdout.write(question);
      const before = typed.shift();
      leaveWhenDone();
      const line = before ?? (over ? undefined : await new Promise((resolve) => asked.push(resolve)));
      // The terminal has echoed the line end already.
      if (stdin.isTTY !== true) stdout.write('\n');
      if (typeof line === 'string') return line.trim();
      throw new UsageError(nobody);
    },
    gone: gone.promise,
    leave: () => reader.close(),
  };
}

/** The default port on which we listen for a client. */
const usualPort = '43221';

/** A check in which a person starts the program, types, and reads its output. Throws `UsageError`. */
export function readByHandOptions(given: Given, person: Person): CheckOptions {
  const { values } = given;
  const common = readCommonCheckOptions(given);
  const { suite, pause } = common;
  const words = given.positionals.slice(1).map((word = '') => word);
  const times = handTimes(common.times, values, suite.side === 'client');
  if (suite.side === 'server') {
    const [address = '', ...rest] = words;
    const place = rest.length === 0 ? placeOf(address) : undefined;
    if (!place) throw new UsageError('--by-hand takes the HOST:PORT of the server, which you start yourself.');
    const { reach } = reachOf(values, suite, []);
    return { ...common, times, named: address, target: serverByHand(person, place.host, place.port, pause, reach) };
  }
  if (words.length > 0)
    throw new UsageError('--by-hand --client takes no command line: you start the client yourself.');
  const place: ByHand = {
    addresses: [...ownAddresses(), '127.0.0.1 (on this machine)'],
    port: numberOf(values, 'port', usualPort, 65_535),
    startTimeout: textOf(values, 'start-timeout') === undefined ? times.longest : common.startTimeout,
    quic: quicServer(values, suite, ['{cert}']),
  };
  const told = place.quic ? `. Our certificate is ${place.quic.certFile}` : '';
  person.tell(`We play the server on port ${place.port}${told}.`);
  return {
    ...common,
    suite: toldSuite(suite, person, place),
    times,
    named: `by hand, port ${place.port}`,
    target: clientByHand(person, place),
  };
}

/** The addresses under which other machines reach this one. */
const ownAddresses = (): readonly string[] =>
  Object.values(networkInterfaces()).flatMap((all = []) =>
    all.flatMap(({ family, internal, address }) => (family === 'IPv4' && !internal ? [address] : [])),
  );
