import { isIP } from 'node:net';

import { portOf } from '#lab/encapsulate/packets/services.ts';

import { cellText } from './problem.ts';

/** One end of a row, as far as the file has it. */
export interface Party {
  readonly name?: string;
  /** IPv4 or IPv6. */
  readonly address?: string;
  readonly port?: number;
}

/** The cells of a row about one end; empty if the file has no such column. */
export interface PartyCells {
  readonly name: string;
  readonly address: string;
  readonly port: string;
}

/** A cell that cannot be understood. */
export interface PartyProblem {
  readonly part: keyof PartyCells;
  readonly text: string;
}

/** Any column may hold a name, an address, a port, or an address with a port. */
export function readParty(written: PartyCells): Party | PartyProblem {
  const cells = { name: known(written.name), address: known(written.address), port: known(written.port) };
  const port = readPort(cells.port);
  if (typeof port === 'string') return { part: 'port', text: port };
  const address = readAddress(cells.address);
  if (typeof address === 'string') return { part: 'address', text: address };
  const name = readName(cells.name);
  const party = { ...name, ...address, ...port };
  // The role by which a column is named counts more than other content of its cell.
  return { ...party, ...(address.address && { address: address.address }), ...(name.name && { name: name.name }) };
}

/** Empty if a cell says that there is no value. */
const known = (text: string): string => (/^(?:[-–—?*]+|n\/?a|nan|none|null|any|unknown)$/i.test(text) ? '' : text);

/** A decimal number as spreadsheets may have left it: `8080`, `8080.0`. */
const number = /^(\d{1,9})(?:[.,]0+)?$/;
const highestPort = 65_535;

function readPort(text: string): Party | string {
  if (text === '') return {};
  const [, digits] = number.exec(text) ?? [];
  if (digits !== undefined) {
    const port = Number(digits);
    return port >= 1 && port <= highestPort ? { port } : `${cellText(text)} is not a port (1 to ${highestPort})`;
  }
  if (/^[-+]?[\d.,]+$/.test(text) && isIP(text) === 0) return `${cellText(text)} is not a port (1 to ${highestPort})`;
  const service = portOf(text);
  return service === undefined ? readName(text) : { port: service };
}

function readAddress(text: string): Party | string {
  if (text === '') return {};
  const party = readName(text);
  if (party.address === undefined && /^[\d.]+$/.test(text)) return `${cellText(text)} is not an IP address`;
  if (party.address === undefined && /^[\d.]+:\d+$/.test(text))
    return `${cellText(text)} is not an IP address and a port`;
  return party;
}

/** The content of a cell that may hold a name, an address or a port. */
function readName(text: string): Party {
  if (text === '') return {};
  const bare = text.replace(/^\[(.*)\]$/, '$1').replace(/%\w+$/, '');
  if (isIP(bare) !== 0) return { address: bare };
  if (text.toLowerCase() === 'localhost') return { address: '127.0.0.1' };
  const [, digits = ''] = number.exec(text) ?? [];
  if (Number(digits) >= 1 && Number(digits) <= highestPort) return { port: Number(digits) };
  const [, host = '', port = ''] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  if (host !== '' && Number(port) >= 1 && Number(port) <= highestPort) return { ...readName(host), port: Number(port) };
  return { name: text };
}
