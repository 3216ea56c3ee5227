import { type FaultCase, faultsSuite, runningSuite } from '#lab/check/faults.suite.ts';
import { type FakeClient, type FakeServer, fakeTarget } from '#lab/check/fake-server.suite.ts';
import { nickServer } from './server.ts';

type Fault =
  | 'little-endian'
  | 'no length'
  | 'length as digits'
  | 'length of four bytes'
  | 'length counts itself'
  | 'echo'
  | 'one at a time'
  | 'names may be equal'
  | 'NICK kept in the name'
  | 'newline kept in the name'
  | 'name not freed'
  | 'counts characters'
  | 'no shutdown notice'
  | 'BYE ignored'
  | 'sends again and again'
  | 'thread ends after a message'
  | 'message as Python prints it'
  | 'name of the sender missing'
  | 'port not reused'
  | 'open after the notice';

/** A `nick` server in the shape of a student's, with at most one fault. */
function nickFake(fault?: Fault): FakeServer {
  const names = new Map<FakeClient, string>();
  const waiting: FakeClient[] = [];
  let busy: FakeClient | undefined;

  function packed(text: string): string {
    const length = fault === 'counts characters' ? Buffer.from(text, 'latin1').toString().length : text.length;
    const counted = fault === 'length counts itself' ? length + 2 : length;
    const [high, low] = [String.fromCharCode(counted >> 8), String.fromCharCode(counted & 255)];
    if (fault === 'no length') return text;
    if (fault === 'length as digits') return `${length}${text}`;
    if (fault === 'length of four bytes') return `\0\0${high}${low}${text}`;
    return `${fault === 'little-endian' ? low + high : high + low}${text}`;
  }

  function greet(client: FakeClient): void {
    if (fault === 'one at a time' && busy) waiting.push(client);
    else {
      busy = client;
      client.say(packed('HELLO'));
    }
  }

  function gone(client: FakeClient): void {
    if (fault !== 'name not freed') names.delete(client);
    if (busy === client) busy = undefined;
    const next = waiting.shift();
    if (next) greet(next);
    client.close();
  }

  function shown(name: string | undefined, text: string): string {
    if (fault === 'name of the sender missing') return text;
    return fault === 'message as Python prints it' ? `b'${text}'` : `${name}: ${text}`;
  }

  const dead = new Set<FakeClient>();
  return {
    opened: greet,
    heard(client, chunk) {
      if (dead.has(client)) return;
      if (fault === 'thread ends after a message') dead.add(client);
      if (chunk.startsWith('NICK')) {
        const word = chunk.slice(fault === 'NICK kept in the name' ? 0 : 4);
        const name = fault === 'newline kept in the name' ? `${word}\n` : word.trim();
        const taken = fault !== 'names may be equal' && [...names.values()].includes(name);
        if (!taken) names.set(client, name);
        const times = fault === 'sends again and again' ? 50 : 1;
        client.say(packed(taken ? 'RETRY' : 'READY').repeat(times));
      } else if (chunk === 'BYE' && fault !== 'BYE ignored') gone(client);
      else {
        for (const other of names.keys()) {
          if (other !== client || fault === 'echo') other.say(packed(shown(names.get(client), chunk)));
        }
      }
    },
    left: gone,
    restarted: () => (fault === 'port not reused' ? 'OSError: [Errno 98] Address already in use' : undefined),
    stopped() {
      if (fault === 'no shutdown notice') return;
      for (const client of names.keys()) {
        client.say(packed('Server will shut down in 0 seconds'));
        if (fault !== 'open after the notice') client.close();
      }
    },
  };
}

const cases: readonly FaultCase<Fault>[] = [
  { fault: 'little-endian', first: 'hello', cause: /little-endian/ },
  { fault: 'no length', first: 'hello', cause: /length is missing/ },
  { fault: 'length as digits', first: 'hello', cause: /as digits/ },
  { fault: 'length of four bytes', first: 'hello', cause: /four bytes/ },
  { fault: 'length counts itself', first: 'hello', cause: /counts its own two bytes/ },
  { fault: 'echo', first: 'broadcast', cause: /comes back to the sender/ },
  { fault: 'one at a time', first: 'second-client', cause: /its own thread/ },
  { fault: 'names may be equal', first: 'retry', cause: /nickname that is in use/ },
  { fault: 'NICK kept in the name', first: 'broadcast', cause: /word NICK/ },
  { fault: 'newline kept in the name', first: 'broadcast', cause: /newline is part of/ },
  { fault: 'name not freed', first: 'name-free-after-bye', cause: /remove the name of a client that has left/ },
  { fault: 'counts characters', first: 'utf8', cause: /count bytes, not characters/ },
  { fault: 'no shutdown notice', first: 'shutdown', cause: /SIGINT/ },
  { fault: 'open after the notice', first: 'shutdown-closes', cause: /close every socket/ },
  { fault: 'sends again and again', first: 'ready', cause: /again and again/ },
  { fault: 'thread ends after a message', first: 'retry', cause: /the thread or loop that serves it has ended/ },
  { fault: 'name of the sender missing', first: 'broadcast', cause: /name of the sender is missing/ },
  { fault: 'message as Python prints it', first: 'broadcast', cause: /A Python value is sent as it prints/ },
  { fault: 'port not reused', first: 'restart', cause: /SO_REUSEADDR/ },
  { fault: 'BYE ignored', first: 'bye', cause: /BYE/ },
];

faultsSuite(nickServer, (fault) => fakeTarget(() => nickFake(fault)), cases);

runningSuite(nickServer, nickFake());
