import { Fault, type Speaker } from '#lab/check/scene.ts';
import { maxPdu } from '#dialects/pdu/codec.ts';

const text = new TextDecoder();
const [quote, backslash, open, close] = [0x22, 0x5c, 0x7b, 0x7d];

/** A received PDU. */
export interface Heard {
  readonly mtype: unknown;
  readonly payload: Readonly<Record<string, unknown>>;
  /** The whole PDU. */
  readonly whole: Readonly<Record<string, unknown>>;
  /** Its bytes as received. */
  readonly text: string;
}

/** Reads up to the brace that ends an object; blanks before it are skipped. */
export async function nextPdu(speaker: Speaker, what: string): Promise<Heard> {
  const bytes: number[] = [];
  let [depth, quoted, escaped] = [0, false, false];
  do {
    const [byte = 0] = await speaker.takes(1).catch((error: unknown) => {
      if (!(error instanceof Fault)) throw error;
      const begun = bytes.length > 0 ? 'only the beginning of a PDU' : 'nothing';
      const heard = Uint8Array.from(bytes);
      const ended = error.complaint.says.includes(': ') ? ', and the link ends' : ' in time';
      throw new Fault({ says: `${speaker.name} hears ${begun}${ended}; expected was ${what}`, heard }, speaker.name);
    });
    if (bytes.length === 0 && /\s/.test(String.fromCharCode(byte))) continue;
    bytes.push(byte);
    if (escaped) escaped = false;
    else if (quoted) [quoted, escaped] = [byte !== quote, byte === backslash];
    else if (byte === quote) quoted = true;
    else if (byte === open) depth++;
    else if (byte === close) depth--;
    // If it does not begin with a brace, the received bytes are shown.
    if (depth === 0 && bytes[0] !== open) throw noPdu(speaker.name, await rest(speaker, bytes), what);
  } while ((bytes.length === 0 || depth > 0) && bytes.length <= maxPdu);
  return parsed(speaker.name, Uint8Array.from(bytes), what);
}

const rest = (speaker: Speaker, bytes: readonly number[]): Promise<Uint8Array> =>
  speaker.answers(/^/, 'anything').then(
    (more) => Buffer.concat([Uint8Array.from(bytes), Buffer.from(more)]),
    () => Uint8Array.from(bytes),
  );

const noPdu = (name: string, heard: Uint8Array, what: string): Fault =>
  new Fault({ says: `${name} hears something else than a PDU; expected was ${what}`, heard }, name);

function parsed(name: string, bytes: Uint8Array, what: string): Heard {
  try {
    const whole: unknown = JSON.parse(text.decode(bytes));
    if (isObject(whole) && isObject(whole['payload']))
      return { mtype: whole['mtype'], payload: whole['payload'], whole, text: text.decode(bytes) };
  } catch {
    // The fault below reports it.
  }
  throw noPdu(name, bytes, what);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
