import type { Conversation, DialectClient, Party } from '#dialects/party.ts';
import type { Link } from '#link/link.ts';

import { LineReader } from '#text/line-reader.ts';

import { line, maxLine } from '../codec.ts';

/** The client: shows received lines, and sends typed ones. */
export const talk = (party: Party): DialectClient => ({
  converse: (link) => converse(party, link),
  leaves: (text) => text === 'bye',
});

function converse(party: Party, link: Link): Conversation {
  const { console, lines } = party;
  const reader = new LineReader({ ready: true, take: (text = '') => console.show(text) }, { most: maxLine });
  let leaving = false;
  const leave = (): void => {
    leaving = true;
    link.end();
  };
  return {
    begin() {
      link.read({
        take: (chunk) => reader.take(chunk),
        ended: () => party.over(leaving ? 'left' : 'lost', ''),
      });
      lines.ask();
    },
    typed(text) {
      if (text === undefined) leave();
      else {
        link.write(line(text));
        lines.ask();
      }
      return true;
    },
    leave,
  };
}
