import type { Millis } from '#chat/event.ts';
import { whatWasDone } from '#text/audit-words.ts';
import { visible } from '#text/visible.ts';
import { hasFields } from './json-line.ts';

/** An entry of the audit, as the server sends it and `polylogue audit --json` shows it. */
export interface AuditRecord {
  readonly seq: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly from: { readonly name: string };
  readonly room?: { readonly name: string };
  readonly event: { readonly kind: string };
}

export const isAuditRecord = (value: unknown): value is AuditRecord =>
  hasFields(value, 'seq', 'at', 'from', 'event') &&
  'event' in value &&
  hasFields(value.event, 'kind') &&
  'from' in value &&
  hasFields(value.from, 'name');

/** `2026-11-28 19:20:31 alice banned b* from #tea until 2026-11-29 00:00: spam`. */
export function auditText({ at, from, room, event }: AuditRecord, stamp: (at: Millis) => string): string {
  const what = whatWasDone(event, room?.name ?? '') ?? `(${visible(event.kind)})`;
  return `${stamp(Date.parse(at))}  ${visible(from.name)} ${what}\n`;
}
