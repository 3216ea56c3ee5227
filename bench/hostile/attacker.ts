/** A process of the attackers. Arguments: the name of the attack, and the ports as JSON. */
import type { AttackContext, Ports } from './attack.ts';
import { answering } from './answering.ts';
import { attacks } from './attacks.ts';

const [name = '', given = '{}'] = process.argv.slice(2);
const ports: Ports = JSON.parse(given);
const attack = attacks.find((each) => each.name === name);
if (!attack) throw new Error(`there is no attack ${name}`);

const counts: Record<string, number> = {};
const end = new AbortController();
const context: AttackContext = {
  ports,
  signal: end.signal,
  count: (what, by = 1) => void (counts[what] = (counts[what] ?? 0) + by),
};

answering({
  async prepare() {
    await attack.prepare?.(context);
    return '';
  },
  async strike() {
    await attack.strike(context);
    return '';
  },
  /** Answers with the counts. */
  async stop() {
    end.abort();
    return JSON.stringify(counts);
  },
});
