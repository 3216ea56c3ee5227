import { listed } from '../connections.ts';
import type { TsamCommandContext, CommandTable } from '../command-context.ts';
import type { Listing } from '../listing.ts';
import { invalidFormat } from '../words.ts';
import { encode } from '../codec.ts';
import { quoted } from '#text/quoted.ts';
import { visible } from '#text/visible.ts';

export const whoCommands: CommandTable<'HELO' | 'SERVERS' | 'LISTSERVERS'> = {
  HELO(context, { form, rest }) {
    if (form !== 'comma') context.reply(() => greeting(context, rest));
    else if (rest === '' || rest.includes(',')) context.reply(() => invalidFormat('HELO'));
    else
      context.reply(() =>
        listing(context).inFront('SERVERS,', context.number, context.shared.connections.ownItem(context)),
      );
  },
  SERVERS(context) {
    context.reply(() => `SERVERS,${listed(context.shared.id, context.shared.place)}${linkedServers(context)}`);
  },
  LISTSERVERS(context) {
    context.reply(() => {
      const { connections } = context.shared;
      const clients = listing(context).inPlace('SERVERS,', context.number, connections.ownItem(context));
      const servers = linkedServers(context);
      return servers === '' ? clients : [...clients, encode(servers)];
    });
  },
};

/**
 * `;A5_71,10.0.0.7,4021` for each server that is linked to this one; they are addresses of servers, so they are never
 * hidden.
 */
const linkedServers = ({ shared }: TsamCommandContext): string =>
  (shared.peers?.linked() ?? []).map(({ group, ...place }) => `;${listed(group, place)}`).join('');

const listing = ({ shared }: TsamCommandContext): Listing => shared.connections.listing(shared.hidden);

function greeting({ id, peer, shared }: TsamCommandContext, text: string): string {
  const hello = text.trim() === '' ? 'Hello' : `Hello ${visible(text)}`;
  const server = `this is ${shared.id}, Polylogue ${quoted(shared.version)} at ${at(shared.place)}`;
  return `${hello}: you are ${id} at ${at(peer)}; ${server}`;
}

const at = ({ address, port }: TsamCommandContext['peer']): string => `${address}:${port}`;
