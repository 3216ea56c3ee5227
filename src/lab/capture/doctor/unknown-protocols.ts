import { Buffer } from 'node:buffer';

import { type Dialogue, isEightBitText, isReadable } from './dialogue.ts';
import { eightBitFraming, type Framing, framingOf } from './framing.ts';
import type { KindId } from './conversation-kinds.ts';

/** The kind of a dialogue in an unknown protocol. */
export interface HomeMade {
  readonly kind: KindId;
  /** For a chat: how its messages are separated. */
  readonly wire?: string | undefined;
  /** The messages of both sides, to find out whether they reach other clients. */
  readonly texts?: Readonly<Record<'client' | 'server', readonly string[]>> | undefined;
}

/** People write short messages. */
const longestOfPeople = 1000;
/** ns between the first and the last message, for each message: programs are faster. */
const fastestPeople = 50_000_000;

/** Classifies text of an unknown protocol: people, a program, or bulk data. */
export function homeMade(dialogue: Dialogue): HomeMade {
  const [client, server] = [dialogue.chunks('client'), dialogue.chunks('server')];
  if (isIrc(dialogue)) return { kind: 'chat', wire: 'IRC' };
  if (/^<\?xml[^>]*><stream:stream|^<stream:stream/.test(dialogue.text('client')))
    return { kind: 'chat', wire: 'XMPP' };
  if (isTsamOf2025(dialogue))
    return { kind: 'chat', wire: "tsam's frames of another year (SOH, length, STX, command, ETX)" };
  const all = [...client, ...server];
  const isEightBit = !isReadable(Buffer.concat(all)) && isEightBitText(Buffer.concat(all));
  const framing = (chunks: readonly Buffer[]): Framing | undefined =>
    isEightBit && chunks.length > 0 ? eightBitFraming(chunks) : framingOf(chunks);
  const [asked, answered] = [framing(client), framing(server)];
  const sizes = all.map(({ length }) => length);
  const average = sizes.reduce((sum, size) => sum + size, 0) / Math.max(1, sizes.length);
  if ((client.length > 0 && !asked) || (server.length > 0 && !answered)) {
    return { kind: average > 1200 && isLopsided(client, server) ? 'fileTransfer' : 'binary' };
  }
  if (average > longestOfPeople) return { kind: isLopsided(client, server) ? 'fileTransfer' : 'text' };
  const texts = { client: asked?.texts ?? [], server: answered?.texts ?? [] };
  if (client.length === 0 || server.length === 0) return { kind: 'oneWay', wire: (asked ?? answered)?.words, texts };
  if (isProgram(dialogue)) return { kind: 'text' };
  const words =
    asked?.words === answered?.words ? asked?.words : `${asked?.words} (client), ${answered?.words} (server)`;
  return { kind: 'chat', wire: words, texts };
}

const sum = (chunks: readonly Buffer[]): number => chunks.reduce((total, { length }) => total + length, 0);

function isLopsided(client: readonly Buffer[], server: readonly Buffer[]): boolean {
  const [one, other] = [sum(client), sum(server)].toSorted((a, b) => a - b);
  return (one ?? 0) * 10 < (other ?? 0);
}

function isIrc(dialogue: Dialogue): boolean {
  const registered = /^(?:PASS|CAP|NICK|USER) [^\r\n]+\r?\n/m.test(dialogue.text('client'));
  return registered && /^:\S+ (?:\d{3}|NOTICE|PRIVMSG|JOIN) /m.test(dialogue.text('server'));
}

function isTsamOf2025(dialogue: Dialogue): boolean {
  return (['client', 'server'] as const).some((side) =>
    /\x01[\x00-\x13][\s\S]\x02[A-Z]{3,}[^\x03]*\x03/.test(dialogue.latin1(side)),
  );
}

/** Many messages, faster than people write, or of a form that only programs write. */
function isProgram({ said }: Dialogue): boolean {
  const [first, last] = [said[0], said.at(-1)];
  if (!first || !last) return false;
  const span = Number(last.time - first.time);
  if (said.length >= 60 && span / said.length < fastestPeople / 10) return true;
  const headers = said.filter(({ bytes }) => /^(?:[\w-]+: [^\n]+\r\n){3}/.test(bytes.toString('latin1')));
  return headers.length > said.length / 2;
}
