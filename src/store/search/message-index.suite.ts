import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

import type { Entry, Event, Seq, UserId } from '#chat/event.ts';
import { inboxOf } from '#chat/ports.ts';
import type { Find } from '#chat/search/search-index.ts';
import { openIndexFile, removeIndexFile } from './index-file.ts';
import type { LogSource } from './log-source.ts';
import { MessageIndex } from './message-index.ts';
import { SearchEngine } from './search-engine.ts';

const lobby = { id: 5, name: '#lobby' };
const alice = { id: 1, name: 'Alice' };

/** A log whose messages a test may change. */
class Log implements LogSource {
  readonly entries: Entry[] = [];

  say(text: string, room: { readonly id: number; readonly name: string } = lobby): Seq {
    const seq = this.entries.length + 10;
    this.entries.push({ seq, id: `a-${seq}`, at: seq, from: alice, room, event: { kind: 'message', text } });
    return seq;
  }

  /** Changes the text of a message, and adds the entry of the change. */
  change(target: Seq, text: string): void {
    this.entries[target - 10] = { ...this.#at(target), event: { kind: 'message', text } };
    const event = { kind: 'edited', target, text } as unknown as Event;
    const entry = { ...this.#at(this.say('')), event };
    this.entries[entry.seq - 10] = entry;
  }

  #at(seq: Seq): Entry {
    const entry = this.entries[seq - 10];
    assert.ok(entry);
    return entry;
  }

  get last(): Seq {
    return this.entries.length + 9;
  }

  textChanges(after: Seq, upto: Seq, limit: number): readonly Entry[] {
    return this.entries.filter(({ seq }) => seq > after && seq <= upto).slice(0, limit);
  }

  entry(seq: Seq): Entry | undefined {
    return this.entries[seq - 10];
  }

  room(id: number): ReturnType<LogSource['room']> {
    return id === lobby.id ? lobby : { id, name: '', pair: [1, 2] };
  }
}

/** Runs the work that a engine has postponed. */
class Turns {
  readonly next: (() => void)[] = [];
  readonly later: (() => void)[] = [];

  /** Runs all postponed work, and then the timers. */
  run(): void {
    for (const list of [this.next, this.later]) for (const call of list.splice(0)) call();
  }
}

export interface Stage {
  readonly log: Log;
  readonly file: string;
  readonly warnings: string[];
  readonly turns: Turns;
  readonly opened: boolean[];
  engine(): SearchEngine;
}

/** A log, an empty directory for its index, and the postponed work of a engine. */
export function begin(t: TestContext): Stage {
  const dir = mkdtempSync(join(tmpdir(), 'polylogue-search-'));
  const file = join(dir, 'search.db');
  const [log, turns] = [new Log(), new Turns()];
  const warnings: string[] = [];
  const opened: boolean[] = [];
  const engines: SearchEngine[] = [];
  t.after(() => {
    for (const engine of engines) engine.close();
    rmSync(dir, { recursive: true });
  });
  function engine(): SearchEngine {
    const made = new SearchEngine({
      open(anew) {
        opened.push(anew);
        if (anew) removeIndexFile(file);
        const db = openIndexFile(file);
        return { index: new MessageIndex({ db, log, seqs: 16, elapsed: () => 0 }), close: () => db.close() };
      },
      nextTurn: (call) => turns.next.push(call),
      later(_, call) {
        turns.later.push(call);
        return () => turns.later.splice(turns.later.indexOf(call), 1);
      },
      warn: (sentence) => warnings.push(sentence),
    });
    engines.push(made);
    return made;
  }
  return { log, file, warnings, turns, opened, engine };
}

/** The messages of #lobby, and Alice's private messages. */
const everywhere = [lobby.id, inboxOf(1)].map((room) => ({ room, after: 0, before: Infinity }));

/** The seqs of the messages with `word`, newest first. */
export function found(engine: SearchEngine, word: string, more: Partial<Find> = {}): readonly Seq[] {
  const terms = [{ words: [word], prefix: false, not: false }];
  const anybody = { from: undefined, without: new Set<UserId>(), after: undefined, before: undefined };
  const find = { terms, ...anybody, ranked: false, below: Infinity };
  return engine.find({ ...find, parts: everywhere, limit: 50, ...more }).hits.map(({ seq }) => seq);
}
