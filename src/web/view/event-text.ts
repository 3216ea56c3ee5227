import type { Entry, RoomSettingName, Shown } from '#dialects/web/protocol.ts';
import { inlineText, parseInline } from '#web/words/inline.ts';
import { shortTime } from '#web/words/time.ts';
import { t } from '#web/words/texts.ts';

const roleText = (role: 'member' | 'voice' | 'operator' | 'owner'): string => t[role];

const untilOf = (until = 0): string => (until > 0 ? shortTime(until, Date.now()) : '');

const account = 'account:';

/** What a list names: a name or a pattern as it is, anything else in words. */
function maskText(mask: string): string {
  if (mask.startsWith(account)) return t.events.account(mask.slice(account.length));
  return mask.startsWith('address:') ? t.events.address : mask;
}

/** How long, in units that all languages have. */
const secondsText = (seconds: number): string => (seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`);

/** A setting has an empty value when it is off. A switch has no other value than on, and a key is not told. */
function setText(by: string, name: RoomSettingName, value: string): string {
  const setting = t.settingNames[name] ?? name;
  if (value === '') return t.events.off(by, setting);
  const told = name === 'slow' ? secondsText(Number(value)) : name === 'limit' ? value : '';
  return t.events.on(by, setting, told);
}

/** The sentence for an event in a room. Undefined for events that are shown in another way. */
export function eventText(entry: Exclude<Shown, { kind: 'message' }> | Entry): string | undefined {
  const by = entry.from.id === 0 ? t.events.server : entry.from.name;
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
      return setText(by, entry.name, entry.value ?? '');
    case 'listed':
      return events.listed(by, maskText(entry.mask), entry.list, untilOf(entry.until), entry.reason ?? '');
    case 'unlisted':
      return events.unlisted(by, maskText(entry.mask), entry.list);
    case 'joined':
      return t.joinedList([by]);
    case 'left':
      return t.leftList([by]);
    default:
      return undefined;
  }
}
