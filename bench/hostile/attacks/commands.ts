import type { Socket } from 'node:net';
import { oneOfSeveral } from '../addresses.ts';
import type { Attack, AttackContext } from '../attack.ts';
import { attackLink, discard, forMany, hears, pour } from '../links.ts';

const links = 1000;
/** Roughly the bytes of one write of a link. */
const chunkBytes = 16 * 1024;
const long = 'x'.repeat(1900);

/** What the link with this number types, its `nth` line. Each link types one of these again and again. */
const typed: readonly ((link: number, nth: number) => string)[] = [
  () => '/who',
  () => '/rooms',
  () => '/help',
  (_, nth) => ['/search tea*', '/search "tea time" -milk', '/search a* b* c* sort:best'][nth % 3] ?? '',
  () => '/history 50',
  (_, nth) => (nth % 2 === 0 ? '/topic' : `/topic tea at ${nth}`),
  (link, nth) => `/join #x${link}-${nth}`,
  (link, nth) => `/msg typist${(link * 7 + nth) % links} hi`,
  (_, nth) => (nth % 2 === 0 ? '/ban honest1' : '/ban * for 1h yes'),
  (link, nth) => (nth % 2 === 0 ? '/invite' : `/invite typist${link}`),
  () => '/react honest1 👍',
  () => `/who ${long}`,
  () => `/${long}`,
  (_, nth) => `/serch ${nth}`,
];

/** The wires on which commands are typed, and how a name and a line are written there. */
const wires = [
  { dialect: 'nick', come: (name: string) => `NICK ${name}\n`, welcome: 'READY', line: (text: string) => `${text}\n` },
  { dialect: 'direct', come: (name: string) => `${name}\n`, welcome: 'Welcome', line: (text: string) => `${text}\n` },
  { dialect: 'tsam', come: () => '', welcome: '', line: (text: string) => `\x01${text}\x04` },
] as const;

async function typist(context: AttackContext, link: number, from?: string): Promise<Socket | undefined> {
  const wire = wires[link % wires.length] ?? wires[0];
  const socket = await attackLink(context, context.ports[wire.dialect] ?? 0, from);
  if (!socket) return undefined;
  if (wire.welcome !== '') {
    const welcome = hears(socket, wire.welcome);
    socket.write(wire.come(`typist${link}`));
    if (!(await welcome)) return undefined;
  }
  return discard(socket);
}

function chunkOf(link: number): Buffer {
  const { line } = wires[link % wires.length] ?? wires[0];
  const text = typed[Math.floor(link / wires.length) % typed.length] ?? typed[0];
  let chunk = '';
  for (let nth = 0; chunk.length < chunkBytes; nth++) chunk += line(text?.(link, nth) ?? '');
  return Buffer.from(chunk);
}

export const commands: Attack = {
  name: 'commands',
  about: `${links} nick, direct and tsam links of one address type commands again and again; one link of another does so alone`,
  async strike(context) {
    const alone = await typist(context, links, oneOfSeveral(0));
    if (alone) pour(context, alone, chunkOf(links));
    const typists: [Socket, number][] = [];
    await forMany(context, links, async (link) => {
      const socket = await typist(context, link);
      if (socket) typists.push([socket, link]);
    });
    for (const [socket, link] of typists) pour(context, socket, chunkOf(link));
  },
};
