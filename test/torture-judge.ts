import assert from 'node:assert/strict';
import type { StoredLog, StoredMessage } from './stored-log.ts';
import type { Stay } from './torture-person.ts';

/** What was found to hold after a kill, counted. */
export interface Findings {
  /** Messages kept in this run. */
  readonly kept: number;
  /** Messages heard, all of them kept. */
  readonly seen: number;
  /** Messages their sender knew to be taken, all of them kept. */
  readonly answered: number;
}

/** The messages kept in one run, by their text. */
type Kept = ReadonlyMap<string, StoredMessage>;

/**
 * Holds what people heard and were told before a kill against what the directory holds after it. Throws an
 * AssertionError that says what was broken.
 */
export function judge(before: StoredLog, after: StoredLog, stays: readonly Stay[]): Findings {
  assertGrown(before, after);
  const run = after.messages.slice(before.messages.length);
  const kept: Kept = new Map(run.map((message) => [message.text, message]));
  assert.equal(kept.size, run.length, 'a message is kept twice');
  let [seen, answered] = [0, 0];
  for (const stay of stays) {
    const isLast = stay === stays.findLast(({ name }) => name === stay.name);
    const came = isLast ? after.present.get(stay.name) : undefined;
    if (stay.ready && isLast && !stay.leaving) assert.ok(came, `${stay.name} was told READY, which is not kept`);
    seen += judgeHeard(stay, kept, came);
    answered += judgeSaid(stay, kept);
  }
  return { kept: run.length, seen, answered };
}

/** What was there is there, unchanged; and no seq was given twice. */
function assertGrown(before: StoredLog, after: StoredLog): void {
  const line = (message: StoredMessage | undefined): string => JSON.stringify(message ?? 'nothing');
  for (const [index, message] of before.messages.entries()) {
    const now = line(after.messages[index]);
    if (now !== line(message)) assert.fail(`${line(message)} was kept before the last start and is now ${now}`);
  }
  const next = after.messages[before.messages.length];
  assert.ok(!next || next.seq > before.last, `seq ${next?.seq} was given twice: ${before.last} had been reached`);
  assert.ok(after.last >= before.last, `the order went back from ${before.last} to ${after.last}`);
}

/** Everything heard is kept: in each room without a gap and in the order of the log. Returns how much it was. */
function judgeHeard({ name, peer }: Stay, kept: Kept, came: number | undefined): number {
  const room: string[] = [];
  const own: string[] = [];
  for (const frame of peer.heard) {
    const [, from, toMe, text = ''] = /^(\w+)( \(to you\))?: (.*)$/s.exec(frame) ?? [];
    if (from === undefined) {
      assert.match(frame, /^(HELLO|READY|No user named \w+\.)$/, `${name} heard what nobody should hear`);
      continue;
    }
    const message = kept.get(text);
    assert.ok(message, `${name} heard "${frame}", which is not kept`);
    assert.deepEqual([message.from, message.room], [from, toMe ? name : '#lobby'], `${name} heard "${frame}"`);
    (toMe ? own : room).push(text);
  }
  const all = [...kept.values()].filter(({ seq }) => came === undefined || seq > came);
  const fromStart = came !== undefined;
  assertStretch(
    name,
    room,
    all.filter((message) => message.room === '#lobby' && message.from !== name),
    fromStart,
  );
  assertStretch(
    name,
    own,
    all.filter((message) => message.room === name),
    fromStart,
  );
  return room.length + own.length;
}

/** What was heard is a stretch of what was said there. */
function assertStretch(
  name: string,
  heard: readonly string[],
  there: readonly StoredMessage[],
  fromStart: boolean,
): void {
  const first = fromStart ? 0 : there.findIndex(({ text }) => text === heard[0]);
  for (const [index, text] of heard.entries()) {
    const due = there[first + index]?.text;
    if (text !== due) assert.fail(`${name} heard "${text}" where the log has "${due}"`);
  }
}

/**
 * What was said in the room is kept in the order said, without a gap, and all that was answered is. Returns how much of
 * it is kept: what was said to somebody who is not there is not.
 */
function judgeSaid({ name, peer, said, answered }: Stay, kept: Kept): number {
  const seqs = said.map(({ text }) => kept.get(text)?.seq);
  const known = seqs.filter((seq) => seq !== undefined);
  assert.deepEqual(
    known,
    known.toSorted((one, other) => one - other),
    `what ${name} said changed its order`,
  );
  const inRoom = seqs.filter((_, index) => said[index]?.to === '#lobby');
  const gap = inRoom.indexOf(undefined);
  assert.ok(gap === -1 || inRoom.slice(gap).every((seq) => seq === undefined), `what ${name} said has a gap`);
  for (const [index, { text, to }] of said.slice(0, answered).entries()) {
    if (seqs[index] !== undefined) continue;
    assert.notEqual(to, '#lobby', `${name} was told that "${text}" is taken`);
    assert.ok(peer.heard.includes(`No user named ${to}.`), `"${text}" to ${to} was neither taken nor refused`);
  }
  return seqs.slice(0, answered).filter((seq) => seq !== undefined).length;
}
