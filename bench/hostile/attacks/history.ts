import { ownKeys } from '#dialects/chatroom/encryption.ts';
import { ChatroomPeer } from '../../chatroom-peer.ts';
import { attackerAddress } from '../addresses.ts';
import type { Attack, AttackContext } from '../attack.ts';
import { attackLink, forMany, hears, pause } from '../links.ts';

const users = 300;
const questions = 16;
/** A history is at most 256 kB. */
const lines = 160;
const line = `${'x'.repeat(2000)}\n`;
/** The time for the users to receive the messages that fill the history, in ms. */
const filling = 3000;

const peers: ChatroomPeer[] = [];

/** The one that fills the history, in a few writes, so that each line has 2 kB and the fill takes no second. */
async function fill(context: AttackContext): Promise<void> {
  const socket = await attackLink(context, context.ports['nick'] ?? 0);
  if (!socket) throw new Error('nobody can fill the history: not connected');
  const ready = hears(socket, 'READY');
  socket.write('NICKfiller');
  if (!(await ready)) throw new Error('nobody can fill the history: no READY');
  for (let nth = 0; nth < lines; nth++) socket.write(line);
  await pause(context, filling);
  socket.end();
}

export const history: Attack = {
  name: 'history',
  about: `${users} chatroom users, each asks CH ${questions} times and reads nothing; the history is full`,
  async prepare(context) {
    const port = context.ports['chatroom'] ?? 0;
    const keys = await ownKeys();
    // One at a time, because the server pairs the links of an address in the order in which they come. A password of
    // two words is
    // none, so they are guests, which costs no hash.
    await forMany(
      context,
      users,
      async (index) => {
        const peer = await ChatroomPeer.open(port, attackerAddress, keys);
        await peer.logIn(`reader${index}`, 'two words');
        peers.push(peer);
      },
      1,
    );
    await fill(context);
  },
  async strike(context) {
    for (const peer of peers) peer.askHistoryUnread(questions);
    context.count('users', peers.length);
  },
};
