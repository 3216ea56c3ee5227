const asterisk = 0x2a;
/** One character a byte. */
const bytewise = new TextDecoder('latin1');

/**
 * A chunk with asterisks over whatever the groups of `secrets` matched, which bears the flags `d` and `g` and sees one
 * character for each byte. The chunk itself stays as it is.
 */
export function blotted(chunk: Uint8Array, secrets: RegExp): Uint8Array {
  const copy = Uint8Array.from(chunk);
  for (const { indices = [] } of bytewise.decode(chunk).matchAll(secrets)) {
    // A group that is not in what matched has no place.
    for (const place of indices.slice(1)) copy.fill(asterisk, ...(place ?? [0, 0]));
  }
  return copy;
}
