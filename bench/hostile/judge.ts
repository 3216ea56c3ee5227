import type { Figures } from './figures.ts';

/** The limits for the effect of an attack on others. Times in ms, memory in bytes, the end in s. */
const aims = { p99: 60, timesQuiet: 3, login: 2000, rss: 150e6, end: 2 } as const;

/** The exceeded limits, each in a few words; empty: the server passed. */
export function missed({ honest, server, trouble }: Figures): readonly string[] {
  const broken = trouble === undefined ? [] : [`the attack failed: ${trouble}`];
  const { pair, logins, reader, thrownOut = 0 } = honest;
  const closed = pair.closed + thrownOut + Number(reader?.closed ?? false);
  const checks: readonly (readonly [held: boolean, aim: string])[] = [
    [server.lives, 'the server died'],
    [pair.during.p99 <= Math.max(aims.timesQuiet * pair.quiet.p99, aims.p99), 'p99'],
    [pair.during.unanswered === 0, 'unanswered'],
    [closed === 0, 'closed'],
    [logins.every(({ outcome }) => outcome === 'ready'), 'refused'],
    [logins.every(({ ms }) => ms <= aims.login), 'login'],
    [server.rss.during - server.rss.quiet <= aims.rss, 'RSS'],
    [server.end <= aims.end, 'end'],
  ];
  return [...broken, ...checks.filter(([held]) => !held).map(([, aim]) => aim)];
}

export const aimsInWords: string = `aims: the pair's p99 at most ${aims.timesQuiet} × quiet or ${aims.p99} ms, and nothing unanswered; nobody honest \
refused or closed; a login within ${aims.login / 1000} s; RSS at most ${aims.rss / 1e6} MB above quiet; told twice to stop in the midst of it, the server ends within ${aims.end} s`;
