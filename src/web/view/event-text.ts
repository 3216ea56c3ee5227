import type { Entry, Shown } from '#dialects/web/protocol.ts';
import { inlineText, parseInline } from '#web/words/inline.ts';
import { shortTime } from '#web/words/time.ts';
import { t } from '#web/words/texts.ts';

const roleText = (role: 'member' | 'voice' | 'operator' | 'owner'): string => t[role];

const untilOf = (until = 0): string => (until > 0 ? shortTime(until, Date.now()) : '');

/** The sentence for an event in a room. Undefined for events that are shown in another way. */
export function eventText(entry: Exclude<Shown, { kind: 'message' }> | Entry): string | undefined {
  const by = entry.from.name;
  const { events } = t;
  switch (entry.kind) {
    case 'topic':
      return entry.text === '' ? events.noTopic(by) : events.topic(by, inlineText(parseInline(entry.text)));
    case 'kicked':
      return events.kicked(by, entry.user.name, entry.reason ?? '');
    case 'invited':
      return events.invited(by, entry.user.name);
    case 'roomNamed':
      return events.roomNamed(by, entry.before, entry.room?.name ?? '');
    case 'role':
      return events.role(by, entry.user.name, roleText(entry.role));
    case 'set':
      return entry.value === '' ? events.unset(by, entry.name) : events.set(by, entry.name, entry.value ?? '…');
    case 'listed':
      return events.listed(by, entry.mask, entry.list, untilOf(entry.until), entry.reason ?? '');
    case 'unlisted':
      return events.unlisted(by, entry.mask, t.lists[entry.list]);
    case 'joined':
      return t.joinedList([by]);
    case 'left':
      return t.leftList([by]);
    default:
      return undefined;
  }
}
