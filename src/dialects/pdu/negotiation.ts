import type { Json } from './json.ts';

/** The versions in which the server echoes messages. They differ only in the negotiation. */
export const echoVersions: readonly string[] = ['1.2', '1.1', '1.0'];
/** The version in which clients talk to each other. It is in the folder v2. */
export const talkVersion = '2.0';
/** The versions of this server. */
export const versions: readonly string[] = [talkVersion, ...echoVersions];
/** The version of a client that does not negotiate. */
export const unnegotiatedVersion = '1.0';

export type Negotiated = { readonly selected: string } | 'update required' | 'unsupported';

/** The first of the client's versions that the server has, unless it is below the minimum. */
export function negotiate(
  offered: Json | undefined,
  minimum: string | undefined,
  ours: readonly string[] = versions,
): Negotiated {
  const theirs = Array.isArray(offered) ? offered.filter((each) => typeof each === 'string') : [];
  const selected = theirs.find((each) => ours.includes(each) && !isBelow(each, minimum));
  if (selected !== undefined) return { selected };
  return theirs.length > 0 && theirs.every((each) => isBelow(each, minimum)) ? 'update required' : 'unsupported';
}

const form = /^\d{1,9}(?:\.\d{1,9}){0,3}$/;

/** Whether a version is lower than the minimum. False without a minimum, and for an unknown version. */
export function isBelow(version: string, minimum: string | undefined): boolean {
  if (minimum === undefined || !form.test(version)) return false;
  const [mine, least] = [version, minimum].map((each) => each.split('.').map(Number));
  for (let at = 0; at < 4; at++) {
    const [one, other] = [mine?.[at] ?? 0, least?.[at] ?? 0];
    if (one !== other) return one < other;
  }
  return false;
}
