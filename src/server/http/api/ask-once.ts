import type { Chat } from '#chat/chat.ts';
import type { ByteFormat } from '#chat/hub/format.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Answer, Session } from '#chat/hub/session.ts';
import type { ListenerRules } from '#chat/settings/listener-rules.ts';
import type { Frame } from '#text/frames.ts';

const hearsNothing: ByteFormat = {
  render: () => undefined,
  joinable: true,
  pushes: false,
  takesMail: false,
  hears: () => false,
};

type Give = (answer: Answer) => void;

/** A session for one request, without a login. */
const session: Session<Give> = {
  format: hearsNothing,
  outbox: { queued: 0, scarce: false, delivered: true, drained: async () => {} },
  send: () => {},
  answer(answer, give) {
    give(answer);
    return undefined;
  },
  resume: () => {},
  closed: () => {},
};

/** The sender: the rules of the listener, and the address, by which wrong passwords and codes are counted. */
export interface Asker {
  readonly rules: ListenerRules;
  readonly address: string;
  /** The client has disconnected: waiting work is dropped. */
  readonly gone: AbortSignal;
}

/** Makes one request to the chat without being present. Rejects if the client disconnects before the answer. */
export async function askOnce(
  chat: Chat,
  { rules, address, gone }: Asker,
  ask: (seat: Seat<Give, Frame>, give: Give) => void,
): Promise<Answer> {
  const seat = chat.open(session, rules, address);
  try {
    return await new Promise<Answer>((resolve, reject) => {
      gone.addEventListener('abort', () => reject(gone.reason), { once: true });
      ask(seat, resolve);
    });
  } finally {
    chat.close(seat);
  }
}
