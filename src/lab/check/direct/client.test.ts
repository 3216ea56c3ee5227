import { type FakeClientProgram, fakeClientTarget, type FakeSide } from '#lab/check/fake-client.suite.ts';
import { type FaultCase, faultsSuite } from '#lab/check/faults.suite.ts';
import { directClient } from './client.ts';

type Fault =
  | 'no newline'
  | 'bytes as they print'
  | 'any name'
  | 'waits for the Welcome line'
  | 'target cut off'
  | 'shows one message'
  | 'first line of a recv only'
  | 'decodes each recv'
  | 'stays silent at the end'
  | 'goes on at the end of input';

/** A `direct` client in the shape of a student's, with at most one fault. */
function directFake(fault?: Fault): FakeClientProgram {
  let name: string | undefined;
  let shown = 0;
  let held = '';
  const send = (side: FakeSide, line: string): void =>
    side.send(fault === 'bytes as they print' ? `b'${line}'` : `${line}${fault === 'no newline' ? '' : '\n'}`);

  function show(side: FakeSide, line: string): void {
    if (fault === 'shows one message' && ++shown > 2) return;
    side.print(`${Buffer.from(line, 'latin1').toString()}\n`);
  }

  return {
    started: (side) => side.print('Enter username: '),
    heard(side, chunk) {
      if (fault === 'first line of a recv only') return show(side, chunk.split('\n')[0] ?? '');
      if (fault === 'decodes each recv') return show(side, chunk.trimEnd());
      const lines = (held + chunk).split('\n');
      held = lines.pop() ?? '';
      for (const line of lines) show(side, line);
    },
    typed(side, line) {
      if (name !== undefined) return send(side, fault === 'target cut off' ? line.slice(line.indexOf(':') + 1) : line);
      if (fault !== 'any name' && (line.trim() === '' || line.includes(':')))
        return side.print("Invalid username (cannot be empty or contain ':').\nEnter username: ");
      name = line;
      if (fault !== 'waits for the Welcome line') send(side, line);
    },
    interrupted(side) {
      if (fault !== 'goes on at the end of input') side.end();
    },
    left(side) {
      if (fault !== 'stays silent at the end') side.print('[Disconnected from server]\n');
    },
  };
}

const cases: readonly FaultCase<Fault>[] = [
  { fault: 'no newline', first: 'username', cause: /newline at the end of the line is missing/ },
  { fault: 'bytes as they print', first: 'username', cause: /as Python prints them/ },
  { fault: 'any name', spec: 'code', first: 'bad-name', cause: /check it before/ },
  { fault: 'waits for the Welcome line', first: 'username', cause: /asked for first/ },
  { fault: 'target cut off', first: 'says', cause: /as it is/ },
  { fault: 'shows one message', first: 'shows', cause: /in a loop/ },
  { fault: 'first line of a recv only', first: 'joined', cause: /Two messages came in one recv/ },
  { fault: 'decodes each recv', first: 'split-utf8', cause: /cut a character in two/ },
  { fault: 'stays silent at the end', first: 'server-closes', cause: /recv returns nothing/ },
  { fault: 'goes on at the end of input', spec: 'code', first: 'end-of-input', cause: /EOFError/ },
];

faultsSuite(directClient, (fault) => fakeClientTarget(() => directFake(fault)), cases);
