import { type FaultCase, faultsSuite, runningSuite } from '#lab/check/faults.suite.ts';
import { type FakeClient, type FakeServer, fakeTarget } from '#lab/check/fake-server.suite.ts';
import { directServer } from './server.ts';

type Fault =
  | 'one at a time'
  | 'one recv is one message'
  | 'part of a line taken'
  | 'no brackets'
  | 'target in brackets'
  | 'echo'
  | 'to all'
  | 'blank kept'
  | 'newline kept in the name'
  | 'missing newline'
  | 'last colon'
  | 'name not freed'
  | 'name taken twice'
  | 'refused name ends the first'
  | 'lock held while sending'
  | 'oneself is anybody'
  | 'no colon is no target'
  | 'asks for the name'
  | 'lines end with CR LF'
  | 'closes after the welcome';

/** A `direct` server in the shape of a student's, with at most one fault. */
function directFake(fault?: Fault): FakeServer {
  const names = new Map<string, FakeClient>();
  const buffers = new Map<FakeClient, string>();
  const waiting: [FakeClient, string][] = [];
  let busy: FakeClient | undefined;

  const say = (client: FakeClient | undefined, text: string): void =>
    client?.say(`${text}${fault === 'missing newline' ? '' : fault === 'lines end with CR LF' ? '\r\n' : '\n'}`);
  const nameOf = (client: FakeClient): string | undefined => [...names].find(([, each]) => each === client)?.[0];
  const close = (client: FakeClient, text: string): void => {
    say(client, text);
    client.close();
  };

  function named(client: FakeClient, line: string): void {
    const name = line.trim();
    if (name === '') return close(client, 'Invalid username. Connection closing.');
    if (name.includes(':')) return close(client, 'Invalid username. Usernames cannot contain colons.');
    if (names.has(name) && fault !== 'name taken twice') {
      if (fault === 'refused name ends the first') names.delete(name);
      return close(client, 'Username already taken. Connection closing.');
    }
    names.set(fault === 'newline kept in the name' ? `${name}\n` : name, client);
    say(client, `Welcome ${name}! You can now chat.`);
    if (fault === 'closes after the welcome') client.close();
  }

  function said(client: FakeClient, name: string, line: string): void {
    const message = line.trim();
    if (message === '') return;
    const colon = fault === 'last colon' ? message.lastIndexOf(':') : message.indexOf(':');
    if (colon === -1 && fault !== 'no colon is no target') return say(client, 'Invalid format. Use: username: message');
    const target = message.slice(0, colon).trim();
    const text = fault === 'blank kept' ? message.slice(colon + 1) : message.slice(colon + 1).trimStart();
    if (target === '') return say(client, 'Invalid target. Use: username: message');
    if (target === name.trim() && fault !== 'oneself is anybody')
      return say(client, 'You cannot send messages to yourself.');
    const other = names.get(target);
    if (!other) return say(client, 'User not found.');
    const shown =
      fault === 'no brackets' ? `${name}: ${text}` : `[${fault === 'target in brackets' ? target : name}] ${text}`;
    if (fault === 'to all') for (const each of names.values()) say(each, shown);
    else say(other, shown);
    if (fault === 'echo') say(client, text);
  }

  function take(client: FakeClient, line: string): void {
    const name = nameOf(client);
    if (name === undefined) named(client, line);
    else said(client, name, line);
  }

  return {
    opened(client) {
      if (fault === 'asks for the name') client.say('Enter username: ');
    },
    heard(client, chunk) {
      if (fault === 'lock held while sending' && [...names.values()].some(({ unread }) => unread > 0)) return;
      busy ??= client;
      if (fault === 'one at a time' && busy !== client) return void waiting.push([client, chunk]);
      if (fault === 'one recv is one message' || fault === 'part of a line taken') {
        if (fault === 'part of a line taken')
          for (const line of chunk.split('\n').filter((each) => each !== '')) take(client, line);
        else take(client, chunk);
        return;
      }
      const lines = ((buffers.get(client) ?? '') + chunk).split('\n');
      buffers.set(client, lines.pop() ?? '');
      for (const line of lines) take(client, line);
    },
    left(client) {
      const name = nameOf(client);
      if (name !== undefined && fault !== 'name not freed') names.delete(name);
      client.close();
    },
  };
}

const cases: readonly FaultCase<Fault>[] = [
  { fault: 'one at a time', first: 'second-client', cause: /its own thread/ },
  { fault: 'one recv is one message', first: 'joined-lines', cause: /may hold several lines/ },
  { fault: 'part of a line taken', first: 'split-line', cause: /only a part of a line/ },
  { fault: 'no brackets', first: 'delivers', cause: /\[NAME\] TEXT/ },
  { fault: 'target in brackets', first: 'delivers', cause: /sender’s, not the target’s/ },
  { fault: 'echo', first: 'delivers', cause: /comes back to the sender/ },
  { fault: 'to all', first: 'delivers', cause: /comes back to the sender|looked up/ },
  { fault: 'blank kept', first: 'delivers', cause: /blank after the colon is kept/ },
  { fault: 'newline kept in the name', first: 'delivers', cause: /The target is there, but is not found/ },
  { fault: 'missing newline', first: 'welcome', cause: /newline at the end of the message is missing/ },
  { fault: 'last colon', first: 'later-colons', cause: /first colon/ },
  { fault: 'name not freed', first: 'name-free-again', cause: /remove the name/ },
  { fault: 'name taken twice', first: 'name-taken', cause: /look it up before you store it/ },
  { fault: 'refused name ends the first', first: 'taken-name-stays', cause: /removes the first client/ },
  {
    fault: 'oneself is anybody',
    spec: 'code',
    first: 'to-oneself',
    cause: /Compare the target with the name of the sender/,
  },
  { fault: 'no colon is no target', spec: 'code', first: 'no-colon', cause: /look for the colon/ },
  { fault: 'asks for the name', first: 'welcome', cause: /sends something before it has the name/ },
  { fault: 'closes after the welcome', first: 'delivers', cause: /closes this connection where an answer is due/ },
  { fault: 'lines end with CR LF', first: 'welcome', cause: /CR LF/ },
  { fault: 'lock held while sending', first: 'slow-reader', cause: /while a lock is held/ },
];

faultsSuite(directServer, (fault) => fakeTarget(() => directFake(fault)), cases);

runningSuite(directServer, directFake());
