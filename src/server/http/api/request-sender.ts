import type { UserId } from '#chat/event.ts';
import { networkOf } from '#chat/network.ts';
import type { Sent } from '#server/http/site.ts';
import type { ClientItem } from '#turns/client-turns.ts';

/** The sender of a request. Senders in one network take turns. */
export interface RequestSender extends ClientItem {
  /** The client is an account, and not only a connection. */
  readonly isAccount: boolean;
}

/** `account`: the account for which the request is made; undefined: none. */
export const senderOf = ({ address, port }: Sent['peer'], account: UserId | undefined): RequestSender => ({
  network: networkOf(address),
  client: account === undefined ? `port ${port}` : `account ${account}`,
  isAccount: account !== undefined,
});
