/**
 * The process of the honest people: a pair, a pair at the attackers' address, the probe, and others that the attack
 * needs. Arguments: the name of the attack, and the ports as JSON.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { attackerAddress, honestAddress } from './addresses.ts';
import { answering } from './answering.ts';
import type { Ports } from './attack.ts';
import { attacks } from './attacks.ts';
import { formOf, type HonestFigures, lateness, type PairFigures } from './figures.ts';
import { Pair } from './pair.ts';
import { Probe } from './probe.ts';
import { steadyReader } from './steady-reader.ts';
import { Visitor } from './visitor.ts';

const [name = '', given = '{}'] = process.argv.slice(2);
const ports: Ports = JSON.parse(given);
const attack = attacks.find((each) => each.name === name);
if (!attack) throw new Error(`there is no attack ${name}`);

const { pair: kind = 'private', readerRate, visits } = attack;
const pair = await Pair.come(kind, ports, honestAddress, 'honest');
const neighbours = await Pair.come(kind, ports, attackerAddress, 'near');
const probe = await Probe.come(ports);
const reader = readerRate === undefined ? undefined : await steadyReader(ports, readerRate);
const visitor = visits && new Visitor(ports['nick'] ?? 0, visits);
if (visits?.from === 'same') await visitor?.comeBefore();

const resolution = 5;
const delay = monitorEventLoopDelay({ resolution });
let [began, attacked] = [0, 0];
for (const each of [pair, neighbours, probe]) each.begin();

answering({
  /** Resolves when all are logged in and have spoken. */
  async ready() {
    return '';
  },
  /** The quiet phase begins. */
  async quiet() {
    began = performance.now();
    if (visits?.every !== undefined) visitor?.begin();
    return '';
  },
  /** It is over. */
  async attack() {
    attacked = performance.now();
    delay.enable();
    if (visits?.every === undefined) visitor?.begin();
    return '';
  },
  /** Answers with the figures, when no message is awaited. */
  async stop() {
    const ended = performance.now();
    delay.disable();
    const [logins] = await Promise.all([visitor?.stop() ?? [], pair.stop(), neighbours.stop()]);
    probe.stop();
    reader?.stop();
    const [quiet, during] = [
      { from: began, to: attacked },
      { from: attacked, to: ended },
    ];
    const fared = (each: Pair): PairFigures => ({
      quiet: formOf(each.fared(quiet)),
      during: formOf(each.fared(during)),
      closed: each.closed,
    });
    const figures: HonestFigures = {
      pair: fared(pair),
      neighbours: fared(neighbours),
      probe: { quiet: lateness(probe.times(quiet)), during: lateness(probe.times(during)) },
      logins,
      ...(visitor && { thrownOut: visitor.cut }),
      ...(reader && { reader: { closed: reader.closed, bytes: reader.read } }),
      // It counts from one look to the next.
      ownDelay: delay.percentile(99) / 1e6 - resolution,
    };
    return JSON.stringify(figures);
  },
});
