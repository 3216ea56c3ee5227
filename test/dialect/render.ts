import type { Frame } from '#text/frames.ts';
import { type Entry, isChannel } from '#chat/event.ts';
import type { As, Format, ItemFormat, Render } from '#chat/hub/format.ts';

import { line } from './codec.ts';

/** Renders all events: `= 7 #lobby alice: hello`. Messages from the same user's other sessions have `(you)`. */
const render: Render = (happening, as) => {
  if (!('seq' in happening)) {
    if (happening.kind === 'roster') return line('! roster');
    if (happening.kind === 'place') return undefined;
    if (happening.kind === 'typing') {
      return line(`! ${happening.from.name} ${happening.active ? 'types' : 'stops'} to ${happening.to}`);
    }
    if (happening.kind === 'stopping') return line(`! stopping in ${happening.wait / 1000} s`);
    return happening.kind === 'ended' ? line(`! ${happening.why}`) : undefined;
  }
  const text = sentence(happening, as);
  return text === undefined ? undefined : line(`= ${happening.seq} ${text}`);
};

const usual: Omit<ItemFormat<Frame>, 'joinable'> = { render, pushes: true, takesMail: true, hears: () => true };

/** The formats of sessions: the default, and those chosen with `be`. */
export const formats: Readonly<Record<'usual' | 'choosy' | 'paced' | 'choosy and paced', Format<Frame>>> = {
  usual: { ...usual, joinable: true },
  choosy: { ...usual, joinable: true, hears: () => false },
  paced: { ...usual, joinable: false },
  'choosy and paced': { ...usual, joinable: false, hears: () => false },
};

/** The same, in an answer to a request for history. */
export const renderPast = (entry: Entry, label: string): Frame =>
  line(`${label}| ${entry.seq} ${sentence(entry, 'other')}`);

function sentence({ event, from, room }: Entry, as: As): string | undefined {
  const who = as === 'other' ? from.name : `(${as === 'self' ? 'you' : as}) ${from.name}`;
  const where = room && isChannel(room) ? `${room.name} ` : '';
  switch (event.kind) {
    case 'edited':
      return `${where}${who} edited ${event.target}: ${event.text}${event.was === undefined ? '' : ` (was: ${event.was})`}`;
    case 'redacted':
      return `${where}${who} removed ${event.target} of ${event.of.name}`;
    case 'reacted':
      return `${where}${who} ${event.on ? 'reacted' : 'no more reacts'} ${event.emoji} to ${event.target} of ${event.of.name}`;
    case 'message':
      if (where !== '') return `${where}${who}: ${event.text}`;
      return `${who} -> ${as === 'self' ? room?.name : 'you'}: ${event.text}`;
    case 'came':
      if (event.was) return `${event.was.name} is now ${who}`;
      return event.joined ? `${where}${who} came in` : `${who} came`;
    case 'joined':
    case 'left':
      return `${where}${who} ${event.kind}`;
    case 'went':
      return `${who} went`;
    case 'set':
      return `${where}${who} set ${event.name}: ${event.value}`;
    case 'roomNamed':
      return `${where}${who} renamed ${event.before}`;
    case 'closed':
      return `${where}${who} closed it`;
    case 'role':
      return `${where}${who} made ${event.user.name} ${event.role}`;
    case 'topic':
      return `${where}${who} set the topic: ${event.text}`;
    case 'renamed':
      return `${event.before} is now ${who}`;
    case 'began':
      return `restarted, ${event.ended.length} ended`;
    case 'kicked':
    case 'invited':
      return `${where}${who} ${event.kind} ${event.user.name}`;
    case 'listed':
    case 'unlisted':
      return `${where}${who} ${event.kind} ${event.list} ${event.mask}`;
    case 'away':
      return event.text === '' ? `${who} is back` : `${who} is away: ${event.text}`;
    case 'founded':
    case 'registered':
    case 'registeredWith':
    case 'credential':
    case 'unregistered':
    case 'setting':
    case 'serverRole':
    case 'tokenMade':
    case 'tokenRevoked':
      return undefined;
  }
}
