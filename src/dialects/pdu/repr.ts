import { isNumeral, isObject, type Json } from './json.ts';

/** A value as Python's `repr` formats it; the original's client prints payloads like this. */
export function repr(value: Json): string {
  if (typeof value === 'string') return quote(value);
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (isNumeral(value)) return names[value.written] ?? value.written;
  if (!isObject(value)) return `[${value.map(repr).join(', ')}]`;
  return `{${Array.from(value, ([key, each]) => `${quote(key)}: ${repr(each)}`).join(', ')}}`;
}

const names: Readonly<Record<string, string>> = { NaN: 'nan', Infinity: 'inf', '-Infinity': '-inf' };
const short: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
/** Characters that Python escapes: control and format characters, lone surrogates, and spaces except U+0020. */
const unprintable = /(?! )[\p{C}\p{Z}\\]/gu;

/** Single quotes, unless only they would have to be escaped. */
function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inside = text.replace(unprintable, (sign) => short[sign] ?? escaped(sign.codePointAt(0) ?? 0));
  return `${mark}${mark === "'" ? inside.replaceAll("'", "\\'") : inside}${mark}`;
}

function escaped(point: number): string {
  if (point < 0x100) return `\\x${point.toString(16).padStart(2, '0')}`;
  return point < 0x10000 ? `\\u${point.toString(16).padStart(4, '0')}` : `\\U${point.toString(16).padStart(8, '0')}`;
}
