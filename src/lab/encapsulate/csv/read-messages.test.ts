import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { CsvError } from './problem.ts';
import { type MessageFile, type ReadOptions, readMessages } from './read-messages.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string, options?: ReadOptions): MessageFile => readMessages(utf8(text), options);

/** All characters of windows-1252 or -1255 that TextDecoder knows, as bytes. */
function single(text: string, label: string): Uint8Array {
  const table = Array.from({ length: 256 }, (_, byte) => new TextDecoder(label).decode(Uint8Array.of(byte)));
  return Uint8Array.from([...text], (sign) => table.indexOf(sign));
}

function wide(text: string, bigEndian: boolean, mark: boolean): Uint8Array {
  const bytes = Buffer.from(mark ? `\ufeff${text}` : text, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
}

const ends = ({ from, to }: MessageFile['messages'][number]): string =>
  [from, to].map(({ name = '-', address = '-', port = '-' }) => `${name} ${address} ${port}`).join(' > ');

describe('a file of messages', () => {
  const header = 'msg_id,app_protocol,src_app,dst_app,message,timestamp';

  test('is read as the exercise has it', () => {
    const { messages, ignored } = read(`${header}\n1,HTTP,client_browser,web_server,GET /index.html,0.015\n`);
    assert.deepEqual(ignored, []);
    assert.deepEqual(messages, [
      {
        row: 1,
        line: 2,
        id: '1',
        protocol: 'HTTP',
        transport: 'tcp',
        from: { name: 'client_browser' },
        to: { name: 'web_server' },
        text: 'GET /index.html',
        payload: utf8('GET /index.html'),
        exact: false,
        time: 946_684_800_015_000_000n,
        timeText: '0.015',
      },
    ]);
  });

  const encodings: Readonly<Record<string, readonly [Uint8Array, string]>> = {
    'UTF-8': [utf8('message;from;to\r\nשלום é;a;b\r\n'), 'שלום é'],
    'UTF-8 with a mark': [utf8('\ufeffmessage;from;to\r\nשלום é;a;b\r\n'), 'שלום é'],
    'UTF-16 with a mark': [wide('message\tfrom\tto\r\nשלום é\ta\tb\r\n', false, true), 'שלום é'],
    'UTF-16, big-endian, with a mark': [wide('message,from,to\nשלום é,a,b\n', true, true), 'שלום é'],
    'UTF-16 without a mark': [wide('message,from,to\nhello é,a,b\n', false, false), 'hello é'],
    'windows-1252': [single('message;from;to\r\nun café à Orléans;a;b\r\n', 'windows-1252'), 'un café à Orléans'],
    'windows-1255': [single('message;from;to\r\nשלום לכולם;a;b\r\n', 'windows-1255'), 'שלום לכולם'],
  };
  for (const [name, [bytes, text]] of Object.entries(encodings)) {
    test(`in ${name}`, () => {
      const { messages, assumed } = readMessages(bytes);
      assert.deepEqual([messages.length, messages[0]?.text], [1, text]);
      assert.match(assumed[0] ?? '', new RegExp(`^Text: ${name.split(/[ ,]/)[0]}`));
    });
  }

  test('is read in the given encoding', () => {
    const bytes = single('message,from,to\nдобрый день,a,b\n', 'windows-1251');
    assert.equal(readMessages(bytes, { encoding: 'windows-1251' }).messages[0]?.text, 'добрый день');
  });

  const same: Readonly<Record<string, string>> = {
    commas: 'message,src_port,dst_port,timestamp\n"hi, you",50000,8080,1.5\n',
    'semicolons and decimal commas': 'message;src_port;dst_port;timestamp\r\nhi, you;50000;8080;1,5\r\n',
    tabs: 'message\tsrc_port\tdst_port\ttimestamp\nhi, you\t50000\t8080\t1.5\n',
    'the first line of Excel': 'sep=;\r\nmessage;src_port;dst_port;timestamp\r\nhi, you;50000;8080;1,5\r\n',
    'other names in another order': 'Time (s),Destination Port,SOURCE PORT,Payload\n1.5,8080,50000,"hi, you"\n',
    'a title above and blank lines':
      'Group 7\n\nmessage,src_port,dst_port,timestamp\n\n"hi, you",50000,8080,1.5\n,,,\n',
    'floats of pandas': 'message,src_port,dst_port,timestamp\n"hi, you",50000.0,8080.0,1.5e0\n',
    'a comma without quotes': 'message,src_port,dst_port,timestamp\nhi, you,50000,8080,1.5\n',
    'whole lines in quotes': '"message,src_port,dst_port,timestamp"\n"""hi, you"",50000,8080,1.5"\n',
    'decimal commas without quotes': 'message,src_port,dst_port,timestamp\n"hi, you",50000,8080,1,5\n',
    'its header again':
      'message,src_port,dst_port,timestamp\n"hi, you",50000,8080,1.5\nmessage,src_port,dst_port,timestamp\n',
    'nothing where there is nothing':
      'message,src_port,dst_port,src_ip,dst_app,timestamp\n"hi, you",50000,8080,N/A,-,1.5\n',
    'old line ends': 'message;src_port;dst_port;timestamp\rhi, you;50000;8080;1,5\r',
    'ports as applications': 'message;src_app;dst_app;timestamp\nhi, you;50000;8080;1.5\n',
    'empty cells after': 'message;src_port;dst_port;timestamp\nhi, you;50000;8080;1.5;;;\n',
  };
  for (const [name, text] of Object.entries(same)) {
    test(`with ${name}`, () => {
      const { messages } = read(text);
      const [message] = messages;
      assert.ok(message && messages.length === 1);
      assert.deepEqual(
        [message.text, ends(message), message.time % 1_000_000_000n],
        ['hi, you', '- - 50000 > - - 8080', 500_000_000n],
      );
    });
  }

  test('names ends by name, address, port, or several of them', () => {
    const { messages } = read(
      'src_app,src_ip,src_port,dst_app,dst_ip,dst_port,message\n' +
        'browser,192.0.2.1,50000,server,192.0.2.2,80,a\n' +
        ',2001:db8::1,,,[2001:db8::2]:443,,b\n' +
        '192.0.2.1:50000,,,server:8080,,,c\n' +
        'localhost,,http,web,,ftp,d\n',
    );
    assert.deepEqual(messages.map(ends), [
      'browser 192.0.2.1 50000 > server 192.0.2.2 80',
      '- 2001:db8::1 - > - 2001:db8::2 443',
      '- 192.0.2.1 50000 > server - 8080',
      '- 127.0.0.1 8080 > web - 21',
    ]);
  });

  test('with line ends written out, empty messages, and quotes', () => {
    const { messages } = read(
      'from,to,message\na,b,"GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n"\na,b,\na,b,"he said ""hi""\nand left"\na,b,say "hi" now\na,b,C:\\new\\table\n',
    );
    const texts = ['GET / HTTP/1.1\r\nHost: x\r\n\r\n', '', 'he said "hi"\nand left', 'say "hi" now', 'C:\\new\\table'];
    assert.deepEqual(
      messages.map(({ text }) => text),
      texts,
    );
    assert.deepEqual(
      messages.map(({ line }) => line),
      [2, 3, 4, 6, 7],
    );
    assert.equal(read('from,to,message\na,b,x\\r\\n\n', { rawText: true }).messages[0]?.text, 'x\\r\\n');
  });

  test('without ends, times or a header says what is assumed', () => {
    const { messages, assumed } = read('message\nhello\nagain\n');
    assert.deepEqual(messages.map(ends), ['client - - > server - -', 'client - - > server - -']);
    assert.equal((messages[1]?.time ?? 0n) - (messages[0]?.time ?? 0n), 200_000_000n);
    assert.match(assumed.join('\n'), /no times: rows are 0\.2 s apart[^]*No column tells the source/);
    const named = read('1,HTTP,a,b,hello,0.5\n', {
      header: ['msg_id', 'app_protocol', 'src_app', 'dst_app', 'message', 'timestamp'],
    });
    assert.equal(named.messages[0]?.text, 'hello');
  });

  test('tells by a direction who speaks, where it has no ends', () => {
    const { messages, ignored } = read(
      'message,direction\na,client->server\nb,server -> client\nc,Response\nd,request\n',
    );
    const from = messages.map(({ text, from: { name } }) => `${text} ${name}`);
    assert.deepEqual(from, ['a client', 'b server', 'c server', 'd client']);
    assert.deepEqual(ignored, []);
    assert.deepEqual(read('from,to,message,direction\na,b,c,in\n').ignored, ['direction']);
  });

  test('is sent in the order of its times', () => {
    const { messages, assumed } = read('from,to,message,time\na,b,late,2\na,b,early,1\n');
    assert.deepEqual(
      messages.map(({ text, row }) => [text, row]),
      [
        ['early', 2],
        ['late', 1],
      ],
    );
    assert.match(assumed.join('\n'), /not in the order of their times/);
  });

  test('names everything that is wrong by line and column', () => {
    const text =
      'src_ip,src_port,dst_ip,dst_port,message,timestamp\n10.0.0.1,70000,10.0.0.2,80,a,0\n10.0.0.1,5000,10.0.0.299,80,b,soon\n' +
      '10.0.0.1,5000,,,c,1\n10.0.0.1,80,10.0.0.1,80,d,2\n10.0.0.1,5000,2001:db8::1,80,e,3\n10.0.0.1,5000,10.0.0.2,80,good,4\n';
    assert.throws(
      () => read(text),
      (error) =>
        error instanceof CsvError &&
        assert.deepEqual(
          error.problems.map(({ line, column }) => `${line} ${column}`),
          ['2 src_port', '3 dst_ip', '3 timestamp', '4 dst_ip', '5 dst_port', '6 dst_ip'],
        ) === undefined,
    );
    const { messages, skipped } = read(text, { skipBad: true });
    assert.deepEqual([messages.map(({ text: said }) => said), skipped.length], [['good'], 6]);
  });

  test('that is not CSV is refused with a sentence', () => {
    const refused = (text: string): string => {
      try {
        read(text);
      } catch (error) {
        if (error instanceof CsvError) return error.message;
      }
      return assert.fail('not refused');
    };
    assert.match(refused(''), /^the file is empty/);
    assert.match(refused('1,HTTP,a,b,GET /,0.1\n'), /^line 1: no header is found/);
    assert.match(
      refused('msg_id,timestamp,src_app\n1,2,a\n'),
      /^line 1: no column holds the messages\. There are: msg_id/,
    );
    assert.match(refused('from,to,message\na,b,"x\na,b,y\n'), /^line 2: a quote is opened here and never closed/);
    assert.match(refused('from,to,message\n'), /^no row holds a message/);
    const mismatch = 'from,to,message\na,b,"fine"\na,b,"good"\na,b,"x\n"y"\na,b,"good"\n';
    assert.match(refused(mismatch), /^line 5: the quotes do not match/);
    assert.match(refused('\u007fELF\u0002\u0001\u0001\u0000\u0000,\n'), /^it is not text/);
    assert.match(refused('PK\u0003\u0004...'), /^it is an Excel workbook/);
    assert.match(refused('[{"message": "hi"}]'), /^it is JSON/);
    assert.match(refused('<!doctype html>'), /^it is a page/);
  });

  test('can be any bytes: it is read, or refused as a file', () => {
    const pieces = fc.constantFrom(
      'message',
      'src_port',
      'time',
      ',',
      ';',
      '\t',
      '\n',
      '\r\n',
      '"',
      '1',
      'א',
      '\\r',
      ' ',
      'é',
    );
    const files = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.array(pieces, { maxLength: 40 }).map((parts) => utf8(`message,src_app,dst_app,time\n${parts.join('')}`)),
    );
    fc.assert(
      fc.property(files, (bytes) => {
        try {
          assert.ok(readMessages(bytes).messages.length > 0);
        } catch (error) {
          assert.ok(error instanceof CsvError, String(error));
        }
      }),
    );
  });
});
