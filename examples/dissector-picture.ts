import { ack, header } from '#dialects/chatroom/codec.ts';
import { captureOf, latin1, type Played, tshark } from '#lab/dissector/dissected.suite.ts';
import { terminalPicture } from './tshark-picture.ts';

const pushed = '*** Incoming Public Message ***: bob: hello';

/** A bit of each protocol. */
const evening: readonly Played[] = [
  {
    port: 4021,
    steps: [
      ['client', latin1('\x01LISTSERVERS\x04')],
      ['server', 'SERVERS,A5_1,127.0.0.1,58069;A5_2,127.0.0.1,58070'],
      ['client', latin1('\x01SENDMSG,A5_2,hello, bob\x04\x01GETMSG,A5_1\x04')],
      ['server', 'From A5_2: hi yourself'],
      ['client', latin1('\x01GETMSAG,A5_1\x04')],
      ['server', 'Error: Unknown command GETMSAG.'],
    ],
  },
  {
    port: 9999,
    steps: [
      ['server', Buffer.concat([ack(5), header(pushed.length)])],
      ['client', ack(1)],
      ['server', pushed],
    ],
  },
  {
    port: 43_221,
    steps: [
      ['server', latin1('\0\x05HELLO')],
      ['client', 'NICKalice'],
      ['server', latin1('\0\x05READY\0\x11bob: hello, alice')],
    ],
  },
  {
    port: 8080,
    steps: [
      ['client', 'User1\n'],
      ['server', 'Welcome User1! You can now chat.\n'],
      ['client', 'User2: Hey, how are you?\n'],
    ],
  },
  {
    port: 55_667,
    steps: [
      ['client', '{"mtype": 3, "payload": {"id": 1, "message": "na\\u00efve"}, "version": "1.0.0", "sz": 36}\n'],
      ['server', '{"mtype": 3, "payload": {"id": 1, "message": "na\\u00efve"}, "version": "1.0.0", "sz": 36}\n'],
    ],
  },
];

/** `docs/dissector.svg`: what tshark shows of it with the dissector. Always the same bytes with one version of tshark. */
export async function dissectorPicture(): Promise<string> {
  const capture = captureOf(evening);
  const ours = 'tsam or chatroom or nick or direct or pdu';
  const list = await tshark(capture, ['-Y', ours]);
  const details = await tshark(capture, ['-2', '-O', 'tsam', '-Y', 'tsam.server']);
  const tree = details.slice(details.indexOf('tsam Chat Protocol'));
  const command = 'tshark -X lua_script:polylogue.lua -r evening.pcapng';
  return terminalPicture(
    `${command} -Y "${ours}"`,
    `${list.trimEnd()}\n\n$ ${command} -2 -O tsam -Y tsam.server\n${tree}`,
    'tshark lists the messages of five chat protocols, and one in detail',
  );
}
