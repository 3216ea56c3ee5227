/**
 * Over QUIC a client of pdu 2.0 hears answers on the stream of their request, and everything else on a stream of the server.
 * A transcript gets an actor more for that: the order within each stream is what is promised. CURSORs, which stand in other
 * places there, are left out.
 */

const suffix = '-pushed';

export const pushedActor = {
  of: (actor: string): string => `${actor}${suffix}`,
  /** The actor whose pushed stream that is; undefined if it is none. */
  askerOf: (actor: string): string | undefined => (actor.endsWith(suffix) ? actor.slice(0, -suffix.length) : undefined),
};

/** Types that are pushed unless they have a `ref`, which only answers have. */
const pushed = new Set([6, 20, 22, 23, 25, 26, 32, 43, 44]);
const cursor = 24;

export function withPushedActors(text: string): string {
  return withoutLoneNames(withActors(text));
}

/** A name that stands only once is nothing to compare with. */
const withoutLoneNames = (text: string): string =>
  text.replaceAll(/\\\{(\w+)\}/g, (named) => (text.split(named).length > 2 ? named : '\\*'));

function withActors(text: string): string {
  const actors = new Set<string>();
  return text
    .split('\n')
    .flatMap((line) => {
      const opened = /^(\S+) opens pdu$/.exec(line)?.[1];
      if (opened !== undefined) actors.delete(opened);
      const [, actor = '', said = ''] = /^(\S+) S: (.*)$/.exec(line) ?? [];
      if (said.includes('"selected_version": "2.0"')) {
        actors.add(actor);
        return [line, `${pushedActor.of(actor)} opens pdu`];
      }
      const ended = /^(\S+) (S closes|S resets|is cut off|hangs up)$/.exec(line);
      if (ended && actors.has(ended[1] ?? '')) return endOf(ended[1] ?? '', ended[2] ?? '');
      if (!actors.has(actor)) return [line];
      return said
        .split(/(?<=\}\\n)/)
        .filter((pdu) => typeOf(pdu) !== cursor)
        .map((pdu) => `${isPushed(pdu) ? pushedActor.of(actor) : actor} S: ${pdu}`);
    })
    .join('\n');
}

function endOf(actor: string, how: string): readonly string[] {
  if (how === 'is cut off') return [`${actor} is cut off`, `${pushedActor.of(actor)} S closes`];
  if (how === 'hangs up') return [`${actor} hangs up`];
  return [`${pushedActor.of(actor)} S closes`, `${actor} S closes`];
}

const typeOf = (pdu: string): number => Number(/^\{"mtype": ?(\d+)/.exec(pdu)?.[1] ?? 0);

const isPushed = (pdu: string): boolean =>
  !/^\{"mtype":\d+,"ref":/.test(pdu) && (pushed.has(typeOf(pdu)) || /^\{"mtype":5,.*"fatal":true/.test(pdu));
