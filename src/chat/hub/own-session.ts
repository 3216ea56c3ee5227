import type { Answer, Session } from './session.ts';

/** The node's own session: hears nothing, and asks with a function that takes the answer. */
export const ownSession: Session<(answer: Answer) => void> = {
  render: () => undefined,
  joinable: true,
  outbox: { queued: 0, scarce: false, delivered: true, drained: async () => {} },
  pushes: false,
  takesMail: false,
  hears: () => false,
  send: () => {},
  answer: (answer, ask) => {
    ask(answer);
    return undefined;
  },
  resume: () => {},
  closed: () => {},
};
