import { type FakeClientProgram, fakeClientTarget, type FakeSide } from '#lab/check/fake-client.suite.ts';
import { type FaultCase, faultsSuite } from '#lab/check/faults.suite.ts';
import { nickClient } from './client.ts';

type Fault =
  | 'sends a length'
  | 'blank behind NICK'
  | 'newline behind the text'
  | 'shows only when something is typed'
  | 'sends first'
  | 'length read as little-endian'
  | 'one recv is one message'
  | 'blank lines sent'
  | 'no BYE at Ctrl-C'
  | 'stays when the server closes';

/** A `nick` client in the shape of a student's, with at most one fault. */
function nickFake(fault?: Fault): FakeClientProgram {
  let buffer = '';
  let ready = false;
  let late = '';

  function message(side: FakeSide, text: string): void {
    if (text === 'HELLO' || text === 'RETRY') {
      side.print(`${text === 'RETRY' ? 'Nickname already taken!\n' : ''}Enter a nickname: `);
    } else if (text === 'READY') ready = true;
    else if (fault === 'shows only when something is typed') late += `\n${text}\n`;
    else side.print(`\n${text}\n`);
  }

  const send = (side: FakeSide, text: string): void =>
    side.send(
      fault === 'newline behind the text'
        ? `${text}\n`
        : fault === 'sends a length'
          ? `\0${String.fromCharCode(text.length)}${text}`
          : text,
    );

  return {
    started(side) {
      if (fault === 'sends first') side.send('NICKanybody');
    },
    heard(side, chunk) {
      if (fault === 'one recv is one message') return message(side, chunk.slice(2, 2 + chunk.charCodeAt(1)));
      buffer += chunk;
      for (;;) {
        const [first, second] = [buffer.charCodeAt(0), buffer.charCodeAt(1)];
        const end = 2 + (fault === 'length read as little-endian' ? 256 * second + first : 256 * first + second);
        if (buffer.length < 2 || buffer.length < end) return;
        message(side, buffer.slice(2, end));
        buffer = buffer.slice(end);
      }
    },
    typed(side, line) {
      side.print(late);
      late = '';
      if (!ready) send(side, `NICK${fault === 'blank behind NICK' ? ' ' : ''}${line}`);
      else if (line.trim() !== '' || fault === 'blank lines sent') send(side, line);
    },
    interrupted(side) {
      if (fault !== 'no BYE at Ctrl-C') side.send('BYE');
      side.end();
    },
    left(side) {
      if (fault !== 'stays when the server closes') side.end();
    },
  };
}

const cases: readonly FaultCase<Fault>[] = [
  { fault: 'sends a length', first: 'nickname', cause: /only the server sends lengths/ },
  { fault: 'blank behind NICK', first: 'nickname', cause: /space between NICK/ },
  { fault: 'newline behind the text', first: 'nickname', cause: /newline is sent after the text/ },
  { fault: 'shows only when something is typed', first: 'shows-while-typing', cause: /a separate thread/ },
  { fault: 'length read as little-endian', first: 'nickname', cause: /waits for more bytes than come/ },
  { fault: 'sends first', first: 'waits-for-hello', cause: /reads HELLO first/ },
  { fault: 'one recv is one message', first: 'joined', cause: /Two messages/ },
  { fault: 'blank lines sent', first: 'blank', cause: /blank line/ },
  { fault: 'no BYE at Ctrl-C', first: 'ctrl-c', cause: /KeyboardInterrupt/ },
  { fault: 'stays when the server closes', first: 'bye-ends', cause: /recv returns nothing/ },
];

faultsSuite(nickClient, (fault) => fakeClientTarget(() => nickFake(fault)), cases);
