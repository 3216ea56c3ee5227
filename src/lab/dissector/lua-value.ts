/** What can be written down as a Lua value. */
export type LuaValue = string | number | boolean | readonly LuaValue[] | { readonly [key: string]: LuaValue };

const word = /^[A-Za-z_][A-Za-z0-9_]*$/;
const indent = '  ';

/**
 * A value as Lua writes it: lists as sequences, objects as tables. ASCII only, so that no shell and no editor can
 * change it by another encoding.
 */
export function luaValue(value: LuaValue, margin = ''): string {
  if (typeof value === 'string') return luaString(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const inner = margin + indent;
  const rows = isList(value)
    ? value.map((each) => luaValue(each, inner))
    : Object.entries(value).map(([key, each]) => `${luaKey(key)} = ${luaValue(each, inner)}`);
  if (rows.length === 0) return '{}';
  const line = `{ ${rows.join(', ')} }`;
  if (line.length + margin.length <= 100 && !line.includes('\n')) return line;
  return `{\n${rows.map((row) => `${inner}${row},\n`).join('')}${margin}}`;
}

const isList = (value: object): value is readonly LuaValue[] => Array.isArray(value);

const luaKey = (key: string): string => (word.test(key) && !reserved.has(key) ? key : `[${luaString(key)}]`);

/** They cannot be keys without quotes. */
const reserved: ReadonlySet<string> = new Set(
  'and break do else elseif end false for function goto if in local nil not or repeat return then true until while'.split(
    ' ',
  ),
);

/** Bytes beyond printable ASCII as three decimal digits each. */
function luaString(text: string): string {
  let written = '';
  for (const byte of new TextEncoder().encode(text)) {
    const character = String.fromCharCode(byte);
    if (character === '"' || character === '\\') written += `\\${character}`;
    else written += byte >= 0x20 && byte < 0x7f ? character : `\\${String(byte).padStart(3, '0')}`;
  }
  return `"${written}"`;
}
