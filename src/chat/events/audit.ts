import type { Entry, KeptKind } from '#chat/event.ts';

/** Whether an entry of that kind tells who used a right, over whom or what. */
const audited: Readonly<Record<KeptKind, boolean>> = {
  founded: false,
  began: false,
  renamed: false,
  /** By a code: see below. */
  joined: true,
  left: false,
  topic: false,
  message: false,
  edited: false,
  reacted: false,
  /** Of another's message: see below. */
  redacted: true,
  role: true,
  set: true,
  roomNamed: true,
  closed: true,
  setting: true,
  listed: true,
  unlisted: true,
  kicked: true,
  /** Inviting is a right of members in most rooms, and is done to nobody. */
  invited: false,
  registeredWith: true,
  credential: true,
  unregistered: true,
  serverRole: true,
  tokenMade: true,
  tokenRevoked: true,
};

/** The kinds of entries that the audit shows, some of them only under a condition. */
export const auditedKinds: ReadonlySet<string> = new Set(
  Object.entries(audited).flatMap(([kind, is]) => (is ? [kind] : [])),
);

/** Entries that are kept for ever for the owners of the server. */
export function isAudited({ event, from }: Entry): boolean {
  if (event.kind === 'joined') return event.used !== undefined;
  return auditedKinds.has(event.kind) && (event.kind !== 'redacted' || event.of.id !== from.id);
}
