import type { Format } from '#chat/hub/format.ts';
import type { Answer, Session } from '#chat/hub/session.ts';

/** Of a seat that only posts. */
export const hearsNothing: Format<Uint8Array> = {
  render: () => undefined,
  joinable: true,
  pushes: false,
  takesMail: false,
  hears: () => false,
};

/** The node's own session: hears nothing, and posts with a function that gets the answer. */
export const nodeSession: Session<(answer: Answer) => void> = {
  format: hearsNothing,
  outbox: { queued: 0, scarce: false, delivered: true, drained: async () => {} },
  send: () => {},
  answer: (answer, ask) => {
    ask(answer);
    return undefined;
  },
  resume: () => {},
  closed: () => {},
};
