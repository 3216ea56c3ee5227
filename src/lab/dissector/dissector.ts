import { readFileSync } from 'node:fs';

import { luaValue } from './lua-value.ts';
import { codecTables, type Dissected, typedTable } from './tables.ts';

export interface DissectorOptions {
  /** The version of Polylogue. */
  readonly version: string;
  /** The TCP port each dialect is expected on. */
  readonly ports: Readonly<Record<Dissected, number>>;
}

/** The parts of the file, in the order in which they need each other. */
const parts = [
  'text',
  'fields',
  'dialect',
  'streams',
  'foreign',
  'matching',
  'messages',
  'claim',
  'unfinished',
  'typed',
  'tsam',
  'tsam-show',
  'chatroom',
  'chatroom-show',
  'nick',
  'nick-show',
  'direct',
  'direct-show',
  'json',
  'pdu',
  'pdu-show',
] as const;

/**
 * A dissector for Wireshark and tshark: the text of one Lua file, in ASCII. The constants of the dialects' codecs
 * (commands, words, codes, limits) come first; the rest is code from the folder `lua`.
 */
export function dissectorLua({ version, ports }: DissectorOptions): string {
  const written = Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)]));
  const tables = luaValue({ version, ports: written, typed: typedTable, ...codecTables });
  const blocks = parts.map((name) => `do\n${read(name)}end\n`);
  return [head(version), `local tables = ${tables}\n`, read('start'), ...blocks, read('finish')].join('\n');
}

/** The beginning of the file, by which it is recognised. */
export const firstWords = '-- polylogue.lua:';

const head = (version: string): string =>
  `${firstWords} a Wireshark dissector for the chat protocols tsam, chatroom, nick, direct and pdu.
-- Written by \`polylogue dissector\` of Polylogue ${version}. License: MIT.
--
-- Try it:     tshark -X lua_script:polylogue.lua -r FILE
-- Install it: copy it to the folder that Wireshark calls "Personal Lua Plugins"
--             (Help > About Wireshark > Folders), then Analyze > Reload Lua Plugins.
-- Needs Wireshark 3.6 or later.
`;

const read = (name: string): string => readFileSync(new URL(`lua/${name}.lua`, import.meta.url), 'utf8');
