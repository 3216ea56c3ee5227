import { type FakeClientProgram, fakeClientTarget, type FakeSide } from '#lab/check/fake-client.suite.ts';
import { type FaultCase, faultsSuite } from '#lab/check/faults.suite.ts';
import { tsamClientSuite } from './client.ts';

type Fault =
  | 'no SOH'
  | 'no EOT'
  | 'newline in the frame'
  | '00 behind the frame'
  | 'blanks taken out'
  | 'waits for EOT'
  | 'no time'
  | 'stays when the server closes'
  | 'empty frames for ever';

/** A `tsam` client in the shape of a student's, with at most one fault. */
function tsamFake(fault?: Fault): FakeClientProgram {
  function send(side: FakeSide, line: string): void {
    const text = fault === 'blanks taken out' ? line.replaceAll(' ', '') : line;
    const [soh, eot] = [fault === 'no SOH' ? '' : '\u0001', fault === 'no EOT' ? '' : '\u0004'];
    side.send(
      `${soh}${text}${fault === 'newline in the frame' ? '\n' : ''}${eot}${fault === '00 behind the frame' ? '\0' : ''}`,
    );
  }

  return {
    started: () => {},
    heard(side, chunk) {
      if (fault === 'waits for EOT' && !chunk.includes('\u0004')) return;
      side.print(`${fault === 'no time' ? '' : '2026-11-20 21:31:31 '}${chunk}\n`);
    },
    typed: send,
    interrupted(side) {
      if (fault !== 'empty frames for ever') return side.end();
      for (let n = 0; n < 100; n++) send(side, '');
    },
    left(side) {
      if (fault !== 'stays when the server closes') side.end();
    },
  };
}

const cases: readonly FaultCase<Fault>[] = [
  { fault: 'no SOH', first: 'frames', cause: /SOH \(byte 01\) is missing/ },
  { fault: 'no EOT', first: 'frames', cause: /EOT \(byte 04\) is missing/ },
  { fault: 'newline in the frame', first: 'frames', cause: /newline of the typed line/ },
  { fault: '00 behind the frame', first: 'frames', cause: /A byte 00 comes after the text/ },
  { fault: 'blanks taken out', first: 'sendmsg', cause: /as it was typed/ },
  { fault: 'waits for EOT', first: 'shows', cause: /without SOH, EOT and newline/ },
  { fault: 'no time', first: 'time', cause: /date and time/ },
  { fault: 'stays when the server closes', spec: 'code', first: 'server-closes', cause: /recv returns nothing/ },
  { fault: 'empty frames for ever', first: 'end-of-input', cause: /again and again/ },
];

faultsSuite(tsamClientSuite, (fault) => fakeClientTarget(() => tsamFake(fault)), cases);
