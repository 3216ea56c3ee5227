/** A field of a frame: the bytes from `from` to before `to`. */
export interface Field {
  readonly name: string;
  readonly value: string;
  readonly from: number;
  readonly to: number;
}

const encoder = new TextEncoder();
const sizeOf = (text: string): number => encoder.encode(text).length;

/** The end of the JSON value that begins there: after its string, its brackets, or its word. */
function endOfValue(json: string, from: number): number {
  let depth = 0;
  for (let at = from; at < json.length; at++) {
    const sign = json[at];
    if (sign === '"') at = endOfString(json, at) - 1;
    else if (sign === '{' || sign === '[') depth++;
    else if (sign === '}' || sign === ']') {
      if (depth === 0) return at;
      depth--;
    } else if (sign === ',' && depth === 0) return at;
    if (depth === 0 && (sign === '"' || sign === '}' || sign === ']')) return at + 1;
  }
  return json.length;
}

function endOfString(json: string, from: number): number {
  for (let at = from + 1; at < json.length; at++) {
    if (json[at] === '\\') at++;
    else if (json[at] === '"') return at + 1;
  }
  return json.length;
}

/** The fields of a JSON object on one line, with the places of their bytes. Empty for any other text. */
export function jsonFields(line: string): readonly Field[] {
  const fields: Field[] = [];
  let at = line.indexOf('{') + 1;
  let bytes = sizeOf(line.slice(0, at));
  while (at > 0 && at < line.length) {
    const start = at;
    const colon = line[start] === '"' ? endOfString(line, start) : -1;
    if (colon < 0 || line[colon] !== ':') break;
    const end = endOfValue(line, colon + 1);
    const size = sizeOf(line.slice(start, end));
    fields.push({
      name: line.slice(start + 1, colon - 1),
      value: line.slice(colon + 1, end),
      from: bytes,
      to: bytes + size,
    });
    bytes += size + 1;
    at = line[end] === ',' ? end + 1 : line.length;
  }
  return fields;
}

/** A short summary of a JSON frame: its type, its room, the beginning of its text. */
export function jsonTitle(line: string): string {
  const fields = new Map(jsonFields(line).map(({ name, value }) => [name, value]));
  const word = (name: string): string => (fields.get(name) ?? '').replace(/^"|"$/g, '');
  const room = /"name":"([^"]*)"/.exec(fields.get('room') ?? '')?.[1] ?? word('room');
  const parts = [word('type'), word('kind'), word('code'), room, word('text').slice(0, 60)];
  return parts.filter((part) => part !== '').join(' ');
}
