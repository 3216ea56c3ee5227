import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { tsharkMissing } from '../capture/tshark-missing.suite.ts';
import { latin1, shown, type Step } from './dissected.suite.ts';

const skip = await tsharkMissing();
const port = 8080;
const says = (text: string): Step => ['client', text];
const hears = (text: string): Step => ['server', text];
const fields = (...names: readonly string[]): readonly string[] => names.map((name) => `direct.${name}`);

describe('the dissector of direct', { skip, concurrency: true }, () => {
  test('direct: the login with its time, messages, rooms and commands', async () => {
    const steps = [
      says('User1\n'),
      hears('Welcome User1! You can now chat.\n'),
      says('User2: Hey, how: are you?\nUser2:\n#lobby: hi\n#lobby\n'),
      says('/register s3cret\r\n/help\n/x y\n\n nothing \n: x\n'),
      hears(
        '[User2] hi\n[bob #lobby] x\n[User1 → User2] psst\n[User2 2026-11-20 21:31] kept\n[a]] odd\nUser not found.\n',
      ),
    ];
    const wanted = fields('kind', 'target', 'room', 'from', 'said', 'text', 'response_in', 'response_to', 'time');
    assert.deepEqual(await shown([{ port, steps }], wanted), [
      'name User1  direct.kind=name  direct.response_in=6',
      'Welcome User1! You can now chat.  direct.kind=welcome  direct.response_to=4  direct.time=0.001000000',
      'User2: Hey, how: are you? | User2:  | #lobby: hi | leaves #lobby  direct.kind=message|message|message|leave' +
        '  direct.target=User2|User2|#lobby  direct.room=#lobby|#lobby  direct.text=Hey, how: are you?||hi',
      '/register | /help | /x y | empty line | nothing | : x  direct.kind=command|command|command|empty|wrong|wrong' +
        '  direct.text=y|nothing|: x  ! A password in the clear  ! Unknown command /x' +
        '  ! A line without a target  ! A line without a target',
      '[User2] hi | [bob #lobby] x | [User1 → User2] psst | [User2 2026-11-20 21:31] kept | [a]] odd | User not found.' +
        '  direct.kind=speech|speech|speech|speech|speech|notice  direct.target=User2  direct.room=#lobby' +
        '  direct.from=User2|bob|User1|User2|a]  direct.said=2026-11-20 21:31  direct.text=hi|x|psst|kept|odd',
    ]);
  });

  test('direct: lines, cut and joined, broken, too long, unfinished', async () => {
    const steps: Step[] = [
      says('User1 ****\n'),
      says('User2: spl'),
      says('it\nUser2: un'),
      ['client', latin1('finished \xff\n')],
      says('x'.repeat(20_500)),
      says('xx\nUser2: after\nleft'),
      ['client', 'rst', null],
    ];
    assert.deepEqual(await shown([{ port, steps }], fields('kind', 'text')), [
      'name User1, with a password  direct.kind=name',
      'User2: split  direct.kind=message  direct.text=split',
      'User2: unfinished �  direct.kind=message  direct.text=unfinished �' +
        '  ! Byte ff at offset 11 of this text is not UTF-8',
      'too long  direct.kind=long  ! The line has more than 20480 bytes',
      'too long | User2: after  direct.kind=long|message  direct.text=after  ! The line has more than 20480 bytes',
      '50001 → 8080 [RST, ACK] Seq=20565 Ack=1 Win=65535 Len=0' +
        '  ! The client began this in packet 35 and did not end it: 4 bytes',
    ]);
  });

  test('direct: the oldest programs write no line ends', async () => {
    const steps = [
      says('User1'),
      hears('Welcome User1! You can now chat.'),
      says('User2: Hello'),
      hears('[User2]  Hello'),
    ];
    const bare = '  ! A line without its LF';
    assert.deepEqual(await shown([{ port, steps }], fields('text', 'user')), [
      `name User1${bare}`,
      `Welcome User1! You can now chat.  direct.user=User1${bare}`,
      `User2: Hello  direct.text=Hello  direct.user=User1${bare}`,
      `[User2]  Hello  direct.text= Hello  direct.user=User1${bare}`,
    ]);
    assert.deepEqual(await shown([{ port, steps }], [], ['-o', 'direct.psh:FALSE']), []);
  });

  test('port 8080: HTTP is handed back, classroom messages that look like it are not', async () => {
    const web: Step[] = [
      says('GET / HTTP/1.1\r\nHost: x\r\n'),
      says('\r\n'),
      hears('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n'),
      hears('ok'),
    ];
    const notebook = [says('GET /index.html'), hears('Invalid username. Connection closing.\n')];
    const joined = [says('bob: hi\n')];
    const played = [
      { port, steps: web },
      { port, steps: notebook },
      { port, steps: joined, joined: true },
    ];
    assert.deepEqual(await shown(played, ['http.request.method', 'http.response.code', 'direct.kind']), [
      'GET / HTTP/1.1   http.request.method=GET',
      'HTTP/1.1 200 OK   http.response.code=200',
      'name GET, with a password  direct.kind=name  ! A password in the clear  ! A line without its LF',
      'Invalid username. Connection closing.  direct.kind=notice',
      'bob: hi  direct.kind=message',
    ]);
  });
});
