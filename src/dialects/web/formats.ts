import type { Scope } from '#chat/rights/grant-scope.ts';
import type { ByteFormat } from '#chat/hub/format.ts';

import { render } from './render.ts';
import { saidRuns } from './said.ts';

/** The format of the sessions of people. */
export const webFormat: ByteFormat = {
  render,
  joinable: true,
  pushes: true,
  takesMail: true,
  reads: true,
  places: true,
  longWelcome: true,
  hears: () => true,
};

/** The format of sessions whose client has asked for `said`. */
const saidFormat: ByteFormat = { ...webFormat, runs: saidRuns };

/** The format of bots that may read. They are not told whom their account ignores. */
const botFormat: ByteFormat = {
  ...webFormat,
  render: (happening, as) => ('kind' in happening && happening.kind === 'ignored' ? undefined : render(happening, as)),
};

const botSaidFormat: ByteFormat = { ...botFormat, runs: saidRuns };

/** The format of bots that may not read: they are only told that the session ends or the server stops. */
const endOnlyFormat: ByteFormat = {
  ...webFormat,
  render: (happening, as) =>
    'kind' in happening && (happening.kind === 'ended' || happening.kind === 'stopping')
      ? render(happening, as)
      : undefined,
  takesMail: false,
  places: false,
  hears: () => false,
};

/** `scopes`: of a bot; undefined: a person. `said`: its client has asked for it. */
export function formatFor(scopes: readonly Scope[] | undefined, said: boolean): ByteFormat {
  if (!scopes) return said ? saidFormat : webFormat;
  if (!scopes.includes('read')) return endOnlyFormat;
  return said ? botSaidFormat : botFormat;
}
