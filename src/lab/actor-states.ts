import type { Line } from './transcript-line.ts';

/** The lines at which an actor's link ended. */
interface Ends {
  hungUp?: number;
  closed?: number;
  over?: number;
}

/** The state of every actor's link, from the lines so far; refuses impossible lines. */
export class ActorStates {
  readonly #links: Map<string, Ends> = new Map();

  /** Takes the next line; throws a `SyntaxError` with a sentence if it is impossible now. */
  check(line: Line, at: number): void {
    if (line.kind === 'server restarts') {
      for (const link of this.#links.values()) link.over ??= at;
    }
    if (!('actor' in line)) return;
    const link = this.#links.get(line.actor);
    if (line.kind === 'opens') {
      if (link && link.closed === undefined && link.over === undefined) {
        throw new SyntaxError(`${line.actor} has a link already: a second one needs another name`);
      }
      this.#links.set(line.actor, {});
      return;
    }
    if (!link) throw new SyntaxError(`${line.actor} has no link yet: begin with "${line.actor} opens DIALECT"`);
    if (link.over !== undefined) throw new SyntaxError(`${line.actor}'s link is over since line ${link.over}`);
    move(line.actor, link, line.kind, at);
  }
}

function move(actor: string, link: Ends, kind: (Line & { actor: string })['kind'], at: number): void {
  if (kind === 'is cut off') {
    link.over = at;
  } else if (kind === 'C' || kind === 'hangs up') {
    if (link.hungUp !== undefined) throw new SyntaxError(`${actor} has hung up in line ${link.hungUp}`);
    if (kind === 'hangs up') link.hungUp = at;
  } else {
    if (link.closed !== undefined)
      throw new SyntaxError(`the server has closed ${actor}'s link in line ${link.closed}`);
    if (kind === 'S closes') link.closed = at;
    if (kind === 'S resets') link.over = at;
  }
}
