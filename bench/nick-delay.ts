/**
 * Measures the delay of a private message on nick, in its own process, so that the figures contain no other load. With
 * each message, a byte goes to an echo server in this process and back: the delay of the machine alone. Argument: the
 * port. Sends `ready`, and answers each message with the delays since the last one.
 */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

const pause = 20;
const [port = 0] = process.argv.slice(2).map(Number);
let lines: number[] = [];
let echoes: number[] = [];

async function come(name: string): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await heard(socket, 'HELLO');
  socket.write(`NICK${name}`);
  await heard(socket, 'READY');
  return socket;
}

async function heard(socket: Socket, words: string): Promise<void> {
  const [chunk] = await once(socket, 'data');
  if (!String(chunk).endsWith(words)) throw new Error(`the server said ${String(chunk)}, not ${words}`);
}

async function echo(): Promise<Socket> {
  const server = createServer({ noDelay: true }, (socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the echo has no address');
  const socket = connect({ host: '127.0.0.1', port: address.port, noDelay: true });
  await once(socket, 'connect');
  return socket;
}

const [speaker, hearer, itself] = [await come('speaker'), await come('hearer'), await echo()];
const sent: number[] = [];
const echoed: number[] = [];
hearer.on('data', (chunk) => {
  const count = chunk.toString('latin1').split('speaker (to you): ').length - 1;
  for (const at of sent.splice(0, count)) lines.push(performance.now() - at);
});
itself.on('data', (chunk) => {
  for (const at of echoed.splice(0, chunk.length)) echoes.push(performance.now() - at);
});
const speaking = setInterval(() => {
  sent.push(performance.now());
  speaker.write('/msg hearer how long does this take?\n');
  echoed.push(performance.now());
  itself.write('x');
}, pause);

process.on('message', () => {
  // The least delay of messages that have not arrived.
  const late = sent.map((at) => performance.now() - at).filter((time) => time > pause);
  process.send?.({ lines: [...lines, ...late], echoes });
  [lines, echoes] = [[], []];
});
process.on('disconnect', () => {
  clearInterval(speaking);
  for (const socket of [speaker, hearer, itself]) socket.destroy();
});
process.send?.('ready');
