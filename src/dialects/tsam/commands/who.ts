import { listed, ownItem } from '../connections.ts';
import type { Desk, CommandTable } from '../desk.ts';
import type { Listing } from '../listing.ts';
import { invalidFormat } from '../words.ts';
import { quoted } from '#text/quoted.ts';
import { visible } from '#text/visible.ts';

/** HELO, LISTSERVERS and SERVERS. */
export const whoCommands: CommandTable<'HELO' | 'SERVERS' | 'LISTSERVERS'> = {
  HELO(desk, { form, rest }) {
    if (form !== 'comma') desk.reply(() => greeting(desk, rest));
    else if (rest === '' || rest.includes(',')) desk.reply(() => invalidFormat('HELO'));
    else desk.reply(() => listing(desk).inFront('SERVERS,', desk.number, ownItem(desk)));
  },
  SERVERS(desk) {
    desk.reply(() => `SERVERS,${listed(desk.house.id, desk.house.place)}`);
  },
  LISTSERVERS(desk) {
    desk.reply(() => listing(desk).inPlace('SERVERS,', desk.number, ownItem(desk)));
  },
};

const listing = ({ house }: Desk): Listing => house.connections.listing(house.hidden);

function greeting({ id, peer, house }: Desk, text: string): string {
  const hello = text.trim() === '' ? 'Hello' : `Hello ${visible(text)}`;
  const server = `this is ${house.id}, Polylogue ${quoted(house.version)} at ${at(house.place)}`;
  return `${hello}: you are ${id} at ${at(peer)}; ${server}`;
}

const at = ({ address, port }: Desk['peer']): string => `${address}:${port}`;
