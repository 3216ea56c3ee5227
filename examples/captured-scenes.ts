import { Person } from '#client/client-scene.suite.ts';
import { runClient } from '#client/client.ts';
import { direct } from '#dialects/direct/direct.ts';
import { tsam } from '#dialects/tsam/tsam.ts';
import { pcapFormat } from '#lab/capture/pcap-writer.ts';
import { pcapngFormat } from '#lab/capture/pcapng-writer.ts';
import type { Link } from '#link/link.ts';
import { CaptureScene, type Passed } from './capture-scene.ts';

export interface ExampleCapture {
  readonly bytes: Buffer;
  /** What its connections carry, one row each. */
  readonly passed: readonly Passed[];
}

/** The captures in this folder, by their names. */
export const exampleCaptures: Readonly<Record<string, () => Promise<ExampleCapture>>> = {
  'client_server_trace.pcap': traceOfTsam,
  'direct_five_clients.pcapng': fiveClients,
};

/** Every command of tsam, with a password as the last but one. */
const commands = [
  ...['HELO,A5_99', 'HELO hello there', 'SERVERS', 'LISTSERVERS', 'STATUSREQ'],
  ...['SENDMSG,A5_1,RANDOM MESSAGE', 'KEEPALIVE,A5_1', 'GETMSG,A5_1', 'GETMSG,A5_1'],
  ...['SENDMSG,A5_1,one', 'SENDMSG,A5_1,two, with a comma', 'GETMSGS,A5_1', 'SENDMSG,nobody,hello'],
  ...['LOGIN,alice', 'REGISTER,correct-horse', 'KEEPALIVE'],
];
/** Longer than the client pauses between two commands, and than it waits for the rest of a reply. */
const pause = 400;

async function traceOfTsam(): Promise<ExampleCapture> {
  await using scene = await CaptureScene.open(tsam, pcapFormat());
  const person = new Person();
  person.interactive = false;
  const client = runClient(tsam, {
    ...{ host: '127.0.0.1', port: tsam.port, console: person, clock: scene.clock, reconnect: false },
    connect: async () => scene.connect(),
  });
  for (const command of commands) {
    await scene.pass(pause);
    person.type(command);
    // A password is hashed on another thread, however long that takes.
    if (command.startsWith('REGISTER'))
      await scene.until(() => scene.passed[0]?.server.includes('registered') === true);
    await scene.pass(pause);
  }
  await scene.pass(pause);
  person.type('/quit');
  for (let turn = 0; turn < 20; turn++) await scene.pass(pause);
  await client;
  return { bytes: scene.capture, passed: scene.passed };
}

async function fiveClients(): Promise<ExampleCapture> {
  await using scene = await CaptureScene.open(direct, pcapngFormat());
  const links: Link[] = [];
  const say = async (nth: number, line: string): Promise<void> => {
    links[nth - 1]?.write(Buffer.from(`${line}\n`));
    await scene.pass(650);
  };
  for (let nth = 1; nth <= 5; nth++) {
    const link = scene.connect();
    link.read({ take: (chunk) => chunk.length, ended: () => link.end() });
    links.push(link);
    await scene.pass(300);
    await say(nth, `User${nth}`);
  }
  await say(1, 'User2: Hey, how are you?');
  await say(2, 'User1: Fine, thank you!');
  for (let nth = 3; nth <= 5; nth++) await say(nth, `User${(nth % 5) + 1}: from User${nth}`);
  await say(3, 'User1: Grüße 🎉');
  for (let nth = 1; nth <= 5; nth++) await say(nth, nth === 1 ? '#lobby: hello, everybody' : '#lobby: hello');
  await say(4, 'User9: are you there?');
  for (const link of links) {
    link.end();
    await scene.pass(450);
  }
  return { bytes: scene.capture, passed: scene.passed };
}
