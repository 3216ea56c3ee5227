import { listed } from '../connections.ts';
import type { Desk, CommandTable } from '../desk.ts';
import type { Listing } from '../listing.ts';
import { invalidFormat } from '../words.ts';
import { encode } from '../codec.ts';
import { quoted } from '#text/quoted.ts';
import { visible } from '#text/visible.ts';

/** HELO, LISTSERVERS and SERVERS. */
export const whoCommands: CommandTable<'HELO' | 'SERVERS' | 'LISTSERVERS'> = {
  HELO(desk, { form, rest }) {
    if (form !== 'comma') desk.reply(() => greeting(desk, rest));
    else if (rest === '' || rest.includes(',')) desk.reply(() => invalidFormat('HELO'));
    else desk.reply(() => listing(desk).inFront('SERVERS,', desk.number, desk.house.connections.ownItem(desk)));
  },
  SERVERS(desk) {
    desk.reply(() => `SERVERS,${listed(desk.house.id, desk.house.place)}${linkedServers(desk)}`);
  },
  LISTSERVERS(desk) {
    desk.reply(() => {
      const { connections } = desk.house;
      const clients = listing(desk).inPlace('SERVERS,', desk.number, connections.ownItem(desk));
      const servers = linkedServers(desk);
      return servers === '' ? clients : [...clients, encode(servers)];
    });
  },
};

/** `;A5_71,10.0.0.7,4021` for each server that is linked to this one; their addresses are no client's. */
const linkedServers = ({ house }: Desk): string =>
  (house.peers?.linked() ?? []).map(({ group, ...place }) => `;${listed(group, place)}`).join('');

const listing = ({ house }: Desk): Listing => house.connections.listing(house.hidden);

function greeting({ id, peer, house }: Desk, text: string): string {
  const hello = text.trim() === '' ? 'Hello' : `Hello ${visible(text)}`;
  const server = `this is ${house.id}, Polylogue ${quoted(house.version)} at ${at(house.place)}`;
  return `${hello}: you are ${id} at ${at(peer)}; ${server}`;
}

const at = ({ address, port }: Desk['peer']): string => `${address}:${port}`;
