import { listed, seenBy } from '../connections.ts';
import type { Desk, CommandTable } from '../desk.ts';
import { invalidFormat } from '../words.ts';
import { quoted } from '#chat/quoted.ts';
import { visible } from '#chat/visible.ts';

/** Who is connected, and where. */
export const whoCommands: CommandTable = {
  HELO(desk, { form, rest }) {
    if (form !== 'comma') desk.reply(() => greeting(desk, rest));
    else if (rest === '' || rest.includes(',')) desk.reply(() => invalidFormat('HELO'));
    else desk.reply(() => `SERVERS,${[desk, ...others(desk)].map((each) => seenBy(desk, each)).join(';')}`);
  },
  SERVERS(desk) {
    desk.reply(() => `SERVERS,${listed(desk.house.id, desk.house.place)}`);
  },
  LISTSERVERS(desk) {
    desk.reply(() => `SERVERS,${desk.house.connections.all.map((each) => seenBy(desk, each)).join(';')}`);
  },
};

const others = ({ number, house }: Desk): Desk['house']['connections']['all'] =>
  house.connections.all.filter((each) => each.number !== number);

function greeting({ id, peer, house }: Desk, text: string): string {
  const hello = text.trim() === '' ? 'Hello' : `Hello ${visible(text)}`;
  const server = `this is ${house.id}, Polylogue ${quoted(house.version)} at ${at(house.place)}`;
  return `${hello}: you are ${id} at ${at(peer)}; ${server}`;
}

const at = ({ address, port }: Desk['peer']): string => `${address}:${port}`;
