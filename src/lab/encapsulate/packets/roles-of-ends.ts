import type { Side } from '#lab/capture/tcp-conversation.ts';
import type { Party } from '#lab/encapsulate/csv/party.ts';

import { isServerPort } from './services.ts';

const clientWords = /client|browser|user|laptop|phone|mobile|student|customer|\bpc\b|guest/i;
const serverWords = /server|srv|service|backend|gateway|broker|database|\bdb\b|\bapi\b|resolver|\bdns\b|host|daemon/i;
/** What only servers send first: a status line, or the number of a reply. */
const reply = /^(?:HTTP\/\d|[1-5]\d\d[\s-]|[1-5]\d\d$|\+OK|\* OK|SSH-2\.0-.*server)/i;
const greeting = /^(?:220|\+OK|\* OK)/;
/** Where systems take the ports of clients from. */
const firstEphemeral = 32_768;

/** Which side of a conversation the end is that speaks first. The client is the one that opens it. */
export function sideOfFirst(first: Party, other: Party, text: string): Side {
  const byPorts = fromPorts(first.port, other.port);
  if (byPorts) return byPorts;
  const [one, two] = [first.name ?? '', other.name ?? ''];
  if (isServerName(one) !== isServerName(two)) return isServerName(one) ? 'server' : 'client';
  if (clientWords.test(one) !== clientWords.test(two)) return clientWords.test(one) ? 'client' : 'server';
  return reply.test(text) || greeting.test(text) ? 'server' : 'client';
}

const isServerName = (name: string): boolean => serverWords.test(name) && !clientWords.test(name);

function fromPorts(first: number | undefined, other: number | undefined): Side | undefined {
  if (first === undefined && other === undefined) return undefined;
  const [one, two] = [first !== undefined && isServerPort(first), other !== undefined && isServerPort(other)];
  if (one !== two) return one ? 'server' : 'client';
  if (first === undefined || other === undefined) return undefined;
  if (first < firstEphemeral !== other < firstEphemeral) return first < firstEphemeral ? 'server' : 'client';
  return undefined;
}
