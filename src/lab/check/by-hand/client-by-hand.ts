import type { Suite } from '#lab/check/check.ts';
import { type ClientProgram, listeningTarget, type QuicServer } from '#lab/check/client-listener.ts';
import type { Target } from '#lab/check/target.ts';
import { visible } from '#text/visible.ts';

import { agrees, type Person } from './person.ts';

/** Our address for a client that a person starts. */
export interface ByHand {
  /** Our addresses, for the person to give to the client. */
  readonly addresses: readonly string[];
  readonly port: number;
  /** Milliseconds for the person to start the client. */
  readonly startTimeout: number;
  readonly quic: QuicServer | undefined;
}

/** A client that a person starts for each check, and uses; the person reports what it shows. */
export const clientByHand = (person: Person, { port, startTimeout, quic }: ByHand): Target =>
  listeningTarget({
    host: '0.0.0.0',
    port,
    startTimeout,
    quic,
    start: () => handProgram(person),
    nobody: person.gone,
  });

/** A suite whose checks first show their title, and ask the person to start the client. */
export const toldSuite = (suite: Suite, person: Person, { addresses, port }: ByHand): Suite => ({
  ...suite,
  checks: suite.checks.map((check) => {
    const { play } = check;
    if (play.kind !== 'client') return check;
    return {
      ...check,
      play: {
        kind: 'client',
        async run(scene) {
          person.tell(`\n▶ ${check.id}: ${check.title}`);
          person.tell(`  Start your client anew, and let it connect to ${addresses.join(' or ')}, port ${port}.`);
          await play.run(scene);
        },
      },
    };
  }),
});

/** A program that a person operates. */
function handProgram(person: Person): ClientProgram {
  let isOver = false;
  return {
    shown: '',
    printed: { stdout: '', stderr: '' },
    end: undefined,
    isByHand: true,
    get isOver() {
      return isOver;
    },
    type(text) {
      const line = text.replace(/\n$/, '');
      person.tell(`  → Type this into your client, and press Enter or the button that sends it:  ${typed(line)}`);
    },
    interrupt: () => person.tell('  → Press Ctrl-C in your client.'),
    endInput: () => person.tell('  → End its input: press Ctrl-D (on Windows Ctrl-Z and Enter).'),
    shows: (_pattern, _deadline, called) => agrees(person, `  Does your client now show ${called}?`),
    async ends() {
      isOver ||= await agrees(person, '  Has your client ended by itself?');
      return isOver;
    },
    close: async () => {},
  };
}

/** The text to type. A text of only spaces is described, because it cannot be seen. */
function typed(line: string): string {
  if (line === '') return '(nothing)';
  return line.trim() === '' ? `(${line.length} blanks)` : visible(line);
}
