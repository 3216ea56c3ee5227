import { roleNames, roles, type Role, sideOfName } from './column-names.ts';

/** A column that is used. */
export interface Column {
  /** The column's name, as written in the header. */
  readonly name: string;
  /** The column's position, from 0. */
  readonly at: number;
  /** Columns of the same kind, read where this one is blank: `udp.srcport` beside `tcp.srcport`. */
  readonly others: readonly number[];
}

export type Columns = Readonly<Partial<Record<Role, Column>>>;

export interface Header {
  readonly columns: Columns;
  /** The names of columns that are not used, as the header has them. */
  readonly ignored: readonly string[];
}

/** What each column of a header holds. Where two hold the same, the more usual name counts. */
export function readHeader(cells: readonly string[]): Header {
  const found = cells.map((name, at) => ({ name: name.trim(), at, ...meaningOf(name) }));
  const chosen: Partial<Record<Role, Column>> = {};
  for (const role of roles) {
    const [best, ...more] = found.filter((column) => column.role === role).sort((one, other) => one.rank - other.rank);
    const others = more.filter(({ name }) => isOfTshark(name) && isOfTshark(best?.name ?? '')).map(({ at }) => at);
    if (best) chosen[role] = { name: best.name, at: best.at, others };
  }
  // Columns for both ends give the direction more exactly.
  if (Object.keys(chosen).some((role) => /^(?:source|destination)/.test(role))) delete chosen.direction;
  const used = new Set(Object.values(chosen).flatMap(({ at, others }) => [at, ...others]));
  const ignored = found.filter(({ at, name }) => !used.has(at) && name !== '').map(({ name }) => name);
  return { columns: chosen, ignored };
}

/** How many columns of a header line are known: this distinguishes a header from a row. */
export const knownColumns = (cells: readonly string[]): number => Object.keys(readHeader(cells).columns).length;

/**
 * A field's name as `tshark -T fields` has it: the same thing may be called by another protocol's name in the next
 * packet.
 */
const isOfTshark = (name: string): boolean => /^(?:tcp|udp|ip|ipv6|data)\.[a-z]+$/i.test(name);

interface Meaning {
  readonly role: Role | undefined;
  /** How usual a name is for its role: lower is more usual. */
  readonly rank: number;
}

const lastRank = 1000;

/** Case, spaces, dots and underscores do not count: `Source Port`, `src_port` and `SrcPort` are one. */
function meaningOf(name: string): Meaning {
  const bare = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
  for (const role of roles) {
    const rank = roleNames[role].indexOf(bare);
    if (rank >= 0) return { role, rank };
  }
  return { role: guessed(bare), rank: lastRank };
}

/** For names that are not in the table but say what they hold: `http_message`, `event_timestamp`, `source_machine`. */
function guessed(bare: string): Role | undefined {
  if (/(?:length|len|size|type|count|hash|bytes|status|code)$/.test(bare)) return undefined;
  const side = sideOfName(bare);
  if (side !== undefined) {
    if (bare.includes('port')) return `${side}Port`;
    return /mac|country|city/.test(bare) ? undefined : `${side}${/ip|addr/.test(bare) ? 'Address' : 'Name'}`;
  }
  if (/message|payload|content/.test(bare)) return 'message';
  if (/timestamp|time$/.test(bare)) return 'time';
  return bare.endsWith('protocol') ? 'protocol' : undefined;
}
