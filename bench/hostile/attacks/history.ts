import { ownKeys } from '#dialects/chatroom/encryption.ts';
import { ChatroomPeer } from '../../chatroom-peer.ts';
import { attackerAddress } from '../addresses.ts';
import type { Attack, Ground } from '../attack.ts';
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
async function fill(ground: Ground): Promise<void> {
  const socket = await attackLink(ground, ground.ports['nick'] ?? 0);
  if (!socket) throw new Error('nobody can fill the history: not connected');
  const ready = hears(socket, 'READY');
  socket.write('NICKfiller');
  if (!(await ready)) throw new Error('nobody can fill the history: no READY');
  for (let nth = 0; nth < lines; nth++) socket.write(line);
  await pause(ground, filling);
  socket.end();
}

export const history: Attack = {
  name: 'history',
  about: `${users} chatroom users, each asks CH ${questions} times and reads nothing; the history is full`,
  async prepare(ground) {
    const port = ground.ports['chatroom'] ?? 0;
    const keys = await ownKeys();
    // One at a time, because the server pairs the links of an address in the order in which they come. A password of
    // two words is
    // none, so they are guests, which costs no hash.
    await forMany(
      ground,
      users,
      async (index) => {
        const peer = await ChatroomPeer.open(port, attackerAddress, keys);
        await peer.logIn(`reader${index}`, 'two words');
        peers.push(peer);
      },
      1,
    );
    await fill(ground);
  },
  async strike(ground) {
    for (const peer of peers) peer.askHistoryUnread(questions);
    ground.count('users', peers.length);
  },
};
