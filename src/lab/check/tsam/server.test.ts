import { type FaultCase, faultsSuite } from '#lab/check/faults.suite.ts';
import { type FakeClient, type FakeServer, fakeTarget } from '#lab/check/fake-server.suite.ts';
import { tsamServer } from './server.ts';

type Fault =
  | 'one recv is one frame'
  | 'half a frame dropped'
  | 'one at a time'
  | 'same ids'
  | 'stays listed'
  | 'framed replies'
  | 'newline behind replies'
  | 'commas lost'
  | 'no error for an unknown recipient'
  | 'KEEPALIVE unanswered'
  | 'port before the address'
  | 'SENDMSG answered';

/**
 * A `tsam` server in the shape of a student's, which also does what the description asks for, with at most one fault.
 */
function tsamFake(fault?: Fault): FakeServer {
  const ids = new Map<FakeClient, number>();
  const boxes = new Map<string, string[]>();
  const buffers = new Map<FakeClient, string>();
  let last = 0;
  let busy: FakeClient | undefined;

  const idOf = (client: FakeClient): string => `A5_${fault === 'same ids' ? 1 : ids.get(client)}`;
  const entry = (client: FakeClient): string =>
    `${idOf(client)},${fault === 'port before the address' ? '4021,127.0.0.1' : '127.0.0.1,4021'}`;
  const box = (name: string): string[] => {
    const kept = boxes.get(name) ?? [];
    boxes.set(name, kept);
    return kept;
  };
  const list = (client: FakeClient): string =>
    [client, ...[...ids.keys()].filter((each) => each !== client)].map(entry).join(';');

  function answer(client: FakeClient, command: string): string | undefined {
    const [name = '', ...fields] = command.split(/[, ]/);
    const rest = command.slice(name.length + 1);
    const key = fields[0] ?? idOf(client);
    switch (name) {
      case 'LISTSERVERS':
      case 'SERVERS':
        return `SERVERS,${list(client)}`;
      case 'HELO':
        return command.includes(',')
          ? `SERVERS,${list(client)}`
          : `Hello ${rest}: you are ${idOf(client)} at 127.0.0.1:4021`;
      case 'SENDMSG': {
        if (fields.length < 2) return 'Error: Invalid SENDMSG command format.';
        if (!key.startsWith('A5_'))
          return fault === 'no error for an unknown recipient' ? undefined : 'Error: Unknown recipient.';
        const text = rest.slice(key.length + 1);
        box(key).push(fault === 'commas lost' ? (text.split(' ')[0] ?? '') : text);
        return fault === 'SENDMSG answered' ? 'OK' : undefined;
      }
      case 'GETMSG': {
        const message = box(key).shift();
        return message === undefined ? `No messages found for group ${key}` : `From self: ${message}`;
      }
      case 'GETMSGS':
        return box(key)
          .splice(0)
          .map((message) => `From self: ${message}`)
          .join('');
      case 'KEEPALIVE':
        return fault === 'KEEPALIVE unanswered' ? undefined : `KEEPALIVE,${box(key).length}`;
      case 'STATUSREQ':
        return `STATUSRESP,uptime=1,clients=${ids.size},load=0`;
      case 'LEAVE':
        client.close();
        return undefined;
      default:
        return undefined;
    }
  }

  function framed(reply: string): string {
    if (fault === 'newline behind replies') return `${reply}\n`;
    return fault === 'framed replies' ? `\u0001${reply}\u0004` : reply;
  }

  function take(client: FakeClient, frame: string): void {
    const reply = answer(client, frame);
    if (reply !== undefined && reply !== '') client.say(framed(reply));
  }

  return {
    opened: (client) => void ids.set(client, ++last),
    heard(client, chunk) {
      busy ??= client;
      if (fault === 'one at a time' && busy !== client) return;
      if (fault === 'one recv is one frame') return take(client, chunk.replaceAll(/[\u0001]|\u0004[^]*$/g, ''));
      if (fault === 'half a frame dropped') {
        if (!chunk.endsWith('\u0004') || !chunk.startsWith('\u0001')) return;
        for (const frame of chunk.split('\u0004')) if (frame !== '') take(client, frame.slice(1));
        return;
      }
      const frames = ((buffers.get(client) ?? '') + chunk).split('\u0004');
      buffers.set(client, frames.pop() ?? '');
      for (const frame of frames) take(client, frame.slice(frame.lastIndexOf('\u0001') + 1));
    },
    left(client) {
      if (fault !== 'stays listed') ids.delete(client);
      if (busy === client) busy = undefined;
      client.close();
    },
  };
}

const cases: readonly FaultCase<Fault>[] = [
  { fault: 'one recv is one frame', first: 'joined-frames', cause: /frame after frame out of a buffer/ },
  { fault: 'half a frame dropped', first: 'split-frame', cause: /in two pieces is dropped/ },
  { fault: 'one at a time', first: 'two-clients', cause: /set that select looks at/ },
  { fault: 'same ids', first: 'unique-ids', cause: /declare it once/ },
  { fault: 'stays listed', first: 'off-the-list', cause: /where recv returns 0/ },
  { fault: 'framed replies', spec: 'code', first: 'getmsg-empty', cause: /SOH and EOT/ },
  { fault: 'newline behind replies', spec: 'code', first: 'getmsg', cause: /newline comes after the reply/ },
  { fault: 'commas lost', spec: 'code', first: 'getmsg', cause: /rest is text/ },
  { fault: 'no error for an unknown recipient', first: 'unknown-recipient', cause: /unknown id/ },
  { fault: 'port before the address', first: 'listservers', cause: /port stands before the address/ },
  { fault: 'SENDMSG answered', first: 'getmsg', cause: /Something comes before From self/ },
  { fault: 'KEEPALIVE unanswered', spec: 'code', first: 'keepalive-count', cause: /KEEPALIVE/ },
];

faultsSuite(tsamServer, (fault) => fakeTarget(() => tsamFake(fault)), cases);
