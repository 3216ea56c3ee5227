import type { Message } from '#lab/encapsulate/csv/read-messages.ts';
import type { Endpoint, Side } from '#lab/capture/tcp-conversation.ts';

/** What happened on one connection, in its order. Times are ns since 1970. */
export type LiveEvent =
  | { readonly kind: 'opened'; readonly time: bigint }
  | {
      readonly kind: 'bytes';
      readonly time: bigint;
      readonly from: Side;
      readonly bytes: Uint8Array;
      readonly message?: Message;
    }
  | { readonly kind: 'finished' | 'reset'; readonly time: bigint; readonly from: Side };

/** One connection that was made. */
export interface LiveConnection {
  readonly client: Endpoint;
  readonly server: Endpoint;
  readonly events: LiveEvent[];
}
