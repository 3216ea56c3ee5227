import type { Side } from '#lab/capture/tcp-conversation.ts';
import type { Meaning } from '#dialects/dialect.ts';
import { visible } from '#text/visible.ts';
import type { Range } from './capture-event.ts';
import { rangesText } from './hidden-ranges.ts';

/** Messages of one packet in its comment, at most; and characters of a command. */
const most = 5;
const longest = 80;

export interface Said {
  readonly side: Side;
  readonly user: string | undefined;
  readonly meanings: readonly Meaning[];
  readonly masked: readonly Range[];
  /** Further notes, for example that the link began before the capture. */
  readonly notes: readonly string[];
}

/** Who speaks, to whom, by which command: `alice → #lobby`, `alice: NICK alice`, `server to alice: READY`. */
export function commentOf({ side, user, meanings, masked, notes }: Said): string | undefined {
  const told = meanings
    .slice(0, most)
    .map((meaning) => (side === 'client' ? asked(meaning, user) : answered(meaning, user)));
  if (meanings.length > most) told.push(`and ${meanings.length - most} more`);
  if (told.length === 0 && side === 'client' && user !== undefined) told.push(user);
  const parts = [told.join('; '), masked.length > 0 ? rangesText(masked) : '', ...notes].filter(Boolean);
  return parts.length === 0 ? undefined : visible(parts.join(' · '));
}

function asked({ to, command }: Meaning, user = 'client'): string {
  if (to === undefined) return `${user}: ${short(command)}`;
  return `${user} → ${to}${command === undefined ? '' : ` (${command})`}`;
}

function answered({ from, to, command }: Meaning, user: string | undefined): string {
  const server = user === undefined ? 'server' : `server to ${user}`;
  if (from === undefined) return `${server}: ${short(command)}`;
  return `${server}: ${from} → ${to === 'you' ? (user ?? 'the client') : (to ?? '?')}`;
}

const short = (text = ''): string => (text.length <= longest ? text : `${text.slice(0, longest)}…`);
