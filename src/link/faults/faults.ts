/** Faults that a listener makes on purpose, so that a client can be tried on a bad network. */
export interface Faults {
  /** What the server writes arrives in pieces of this many bytes, each in a separate segment. */
  readonly split?: number;
  /** What the server writes within this many ms arrives in one piece. */
  readonly join?: number;
  /** Everything arrives this many ms late. */
  readonly delay?: number;
  /** The server sends this many bytes a second. */
  readonly slow?: number;
  /** This many ms after the connection began, the server sends nothing more, and the connection stays. */
  readonly 'stall-after'?: number;
  /** The server closes its side then. */
  readonly 'close-after'?: number;
  /** The connection is reset then. */
  readonly 'drop-after'?: number;
  /** The connection is reset after this many bytes of the server, wherever that is in a message. */
  readonly 'cut-after'?: number;
  /** 64 bytes that are not a message arrive then, once. */
  readonly 'junk-after'?: number;
}

type FaultName = keyof Faults;

/** The unit of each, and what it does, for `--help` and the documentation. */
const faultHelp: Readonly<Record<FaultName, readonly [unit: 'bytes' | 'time', help: string]>> = {
  split: ['bytes', 'what the server writes arrives in pieces of so many bytes'],
  join: ['time', 'what the server writes within that time arrives in one piece'],
  delay: ['time', 'everything arrives so much later'],
  slow: ['bytes', 'the server sends so many bytes a second'],
  'stall-after': ['time', 'then the server sends nothing more, and the connection stays'],
  'close-after': ['time', 'then the server closes its side'],
  'drop-after': ['time', 'then the connection is reset'],
  'cut-after': ['bytes', 'after so many bytes of the server the connection is reset, in mid-message'],
  'junk-after': ['time', 'then 64 bytes arrive that are not a message'],
};

const names = Object.keys(faultHelp);
const isName = (text: string): text is FaultName => names.includes(text);

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };
const maxTime = 3_600_000;
const maxBytes = 1_000_000;

/** Parses `split:1,delay:50ms`. Returns a sentence if it is not valid. */
export function parseFaults(text: string): Faults | string {
  const faults: { -readonly [name in FaultName]?: number } = {};
  for (const part of text.split(',')) {
    const [, name = '', digits, unit] = /^([a-z-]+):(\d{1,9})(ms|s|m)?$/.exec(part) ?? [];
    if (!isName(name)) return `A fault looks like split:1 or delay:50ms. Choose one of: ${names.join(', ')}.`;
    if (faults[name] !== undefined) return `The fault ${name} was given twice.`;
    const [kind] = faultHelp[name];
    const value = Number(digits) * (unit === undefined ? 1 : (units[unit] ?? 0));
    if (kind === 'time' && (unit === undefined || value > maxTime))
      return `${name} needs a time of up to 60m: ${name}:500ms, ${name}:10s.`;
    if (kind === 'bytes' && (unit !== undefined || value < 1 || value > maxBytes))
      return `${name} needs a number of bytes from 1 to ${maxBytes}: ${name}:${name === 'split' ? 1 : 1000}.`;
    faults[name] = value;
  }
  return faults;
}

/** The faults as text that `parseFaults` reads. */
export const formatFaults = (faults: Faults): string =>
  Object.entries(faults)
    .map(([name, value]) => `${name}:${value}${isName(name) && faultHelp[name][0] === 'time' ? 'ms' : ''}`)
    .join(',');
