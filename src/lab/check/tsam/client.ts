import type { Check, Hint, Suite } from '#lab/check/check.ts';
import { defineClient } from '#lab/check/define-check.ts';
import { textOf } from '#lab/check/hints.ts';
import { Fault } from '#lab/check/scene.ts';

const checks: readonly Check[] = [
  defineClient({
    id: 'connects',
    title: 'connects to the address and port it is given',
    from: { code: './client <server_ip> <port_number>', readme: 'The client is started with an address and a port.' },
    rows: [6],
    play: async (scene) => void (await scene.accept()),
  }),
  defineClient({
    id: 'frames',
    title: 'sends a typed command between SOH and EOT',
    from: { code: '01, the command line, 04', readme: 'Commands are framed by SOH and EOT.' },
    rows: [6],
    needs: ['connects'],
    play: async (scene) => {
      const client = await scene.accept();
      scene.types('LISTSERVERS');
      await client.hears('\\x01LISTSERVERS\\x04');
      await client.hearsNothing();
    },
  }),
  defineClient({
    id: 'sendmsg',
    title: 'sends SENDMSG,<group>,<text> as it is typed',
    from: { code: 'the line is sent as it is typed', readme: 'SENDMSG,<GROUP_ID>,<contents>' },
    rows: [11],
    needs: ['frames'],
    play: async (scene) => {
      const client = await scene.accept();
      scene.types('SENDMSG,A5_1,hello, how are you?');
      await client.hears('\\x01SENDMSG,A5_1,hello, how are you?\\x04');
    },
  }),
  defineClient({
    id: 'shows',
    title: 'shows a reply',
    from: { code: 'a reply is printed as it comes', readme: 'The client prints every reply it receives.' },
    rows: [6],
    needs: ['frames'],
    play: async (scene) => {
      const client = await scene.accept();
      scene.types('GETMSG,A5_1');
      await client.hears('\\x01GETMSG,A5_1\\x04');
      await client.says('From self: RANDOM MESSAGE');
      await scene.shows('From self: RANDOM MESSAGE');
    },
  }),
  defineClient({
    id: 'time',
    title: 'prints commands and replies with the time',
    from: { readme: 'The client prints every command sent and reply received with date and time.' },
    rows: [6],
    needs: ['shows'],
    play: async (scene) => {
      const client = await scene.accept();
      scene.types('LISTSERVERS');
      await client.hears('\\x01LISTSERVERS\\x04');
      await client.says('SERVERS,A5_1,127.0.0.1,4021');
      await scene.shows(/\d{1,2}:\d{2}(:\d{2})?.*SERVERS,A5_1/, 'the answer SERVERS,A5_1… with the time before it');
    },
  }),
  defineClient({
    id: 'server-closes',
    title: 'ends when the server closes',
    from: { code: '"Over and Out" when the server closes' },
    rows: [6],
    needs: ['frames'],
    play: async (scene) => {
      const client = await scene.accept();
      scene.types('LISTSERVERS');
      await client.hears('\\x01LISTSERVERS\\x04');
      client.hangsUp();
      await scene.ends();
    },
  }),
  defineClient({
    id: 'end-of-input',
    title: 'ends at the end of input, and does not flood the server',
    from: { readme: 'The client ends with its user.' },
    rows: [6],
    needs: ['frames'],
    play: async (scene) => {
      const client = await scene.accept();
      scene.endsInput();
      // It may say goodbye, and wait for the server to close.
      const said = await client.answers(/^/, 'a last word').catch(() => '');
      if (said !== '' && said !== '\u0001LEAVE\u0004')
        throw new Fault({ says: 'the client goes on sending at the end of input', heard: Buffer.from(said) });
      client.hangsUp();
      await scene.ends();
    },
  }),
];

const frameHint: Hint = ({ heard, expected }) => {
  const came = textOf(heard);
  if (expected?.[0] !== 1 || came === '') return undefined;
  if (heard[0] !== 1) return 'SOH (byte 01) is missing before the command.';
  if (came.endsWith('\n\u0004') || came.endsWith('\n'))
    return 'The newline of the typed line is sent as a part of the command: cut it off.';
  return came.includes('\u0004') ? undefined : 'EOT (byte 04) is missing after the command.';
};

const causes: Readonly<Record<string, string>> = {
  frames: 'What is typed is sent as SOH (01), the line, EOT (04), in one piece.',
  sendmsg:
    'The line is changed before it is sent: put it between SOH and EOT as it was typed, with its commas and blanks.',
  shows:
    'The reply is not shown: it comes without SOH, EOT and newline. Print what recv gives as it comes, in a separate thread.',
  time: 'Commands and replies are printed without the time: put date and time before each.',
  'server-closes':
    'The client does not end when recv returns nothing: that is how it learns that the server has closed.',
  'end-of-input':
    'At the end of input the client sends again and again, or does not end: check what reading a line returns.',
};

/** The checks of a client that speaks `tsam`. */
export const tsamClientSuite: Suite = { dialect: 'tsam', side: 'client', checks, hints: [frameHint], causes };
