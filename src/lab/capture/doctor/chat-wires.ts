import { Buffer } from 'node:buffer';

import { ackBytes, blockBytes, numberIn } from '#dialects/chatroom/codec.ts';
import { FrameParser } from '#dialects/nick/codec.ts';
import { mtypes, talkTypes } from '#dialects/pdu/codec.ts';

import { type Dialogue, isReadable } from './dialogue.ts';

/** A conversation in one of Polylogue's protocols. */
export interface Wire {
  readonly dialect: 'tsam' | 'chatroom' | 'nick' | 'direct' | 'pdu';
  /** The name of the client, if it sent one. */
  readonly who?: string | undefined;
  /** The evidence. */
  readonly because: string;
}

/** Recognises the protocol of a dialogue by its bytes; `undefined` for everything else. */
export function wireOf(dialogue: Dialogue): Wire | undefined {
  if (dialogue.said.length === 0) return undefined;
  const wire = tsam(dialogue) ?? chatroom(dialogue) ?? nick(dialogue) ?? direct(dialogue) ?? pdu(dialogue);
  return wire && { ...wire, who: wire.who === undefined || isMasked(wire.who) ? undefined : wire.who };
}

/** Our captures mask what may belong to a password, a name before it included. An empty name counts as masked. */
const isMasked = (name: string): boolean => /^[\s*]*$/.test(name);

const commands = 'HELO|LISTSERVERS|SENDMSG|GETMSGS?|KEEPALIVE|LEAVE|SERVERS|STATUSREQ|STATUSRESP|LOGIN|REGISTER';
const tsamFrame = new RegExp(`\\x01(${commands})(?:[, ][^\\x01\\x04]*)?(?:\\x04|$)`);

/** Commands on lines, for example by telnet. Commands that other protocols also have are left out. */
const tsamLine = /^(?:LISTSERVERS|SENDMSG|GETMSGS?|STATUSREQ|KEEPALIVE)(?=[, \r\n])/m;

function tsam(dialogue: Dialogue): Wire | undefined {
  const [client, server] = [dialogue.latin1('client'), dialogue.latin1('server')];
  const [, command] = tsamFrame.exec(client) ?? tsamFrame.exec(server) ?? [];
  const onLine = command === undefined ? tsamLine.exec(client)?.[0] : undefined;
  if (onLine !== undefined) return { dialect: 'tsam', because: `the command ${onLine} on a line` };
  if (command === undefined) return undefined;
  const [, who] = /\x01(?:HELO|LOGIN),([^\x01\x04,]{1,32})[\x04,]/.exec(client) ?? [];
  return { dialect: 'tsam', who, because: `the command ${command} between 01 and 04` };
}

function chatroom(dialogue: Dialogue): Wire | undefined {
  for (const side of ['server', 'client'] as const) {
    const bytes = dialogue.of(side);
    // Pushes begin with an ACK, and so do answers to a header.
    for (let at = 0; at + blockBytes <= bytes.length && at <= 4 * ackBytes; at += ackBytes) {
      const block = bytes.subarray(at, at + blockBytes);
      if (isHeader(block) && isAcks(bytes.subarray(0, at))) {
        const length = numberIn(block) ?? 0;
        const first = dialogue.of('client').subarray(ackBytes + blockBytes);
        const who = side === 'server' && at === 0 ? nameIn(dialogue.of('client')) : undefined;
        const what = length === 604 && first.length >= 0 ? 'a public key after' : 'data after';
        return { dialect: 'chatroom', who, because: `${what} its length in a block of 1024 bytes` };
      }
    }
  }
  return undefined;
}

const isHeader = (block: Buffer): boolean => /^\d{1,7} +$/.test(block.toString('latin1'));
const isAcks = (bytes: Buffer): boolean => bytes.length === 0 || /^(?:-?\d+ +)+$/.test(bytes.toString('latin1'));

/** The client acknowledges the server's key, then sends its name. */
function nameIn(client: Buffer): string | undefined {
  const header = client.subarray(ackBytes, ackBytes + blockBytes);
  const length = isHeader(header) ? numberIn(header) : undefined;
  if (length === undefined || length < 1 || length > 64) return undefined;
  return client.subarray(ackBytes + blockBytes, ackBytes + blockBytes + length).toString('utf8');
}

function nick(dialogue: Dialogue): Wire | undefined {
  const server = dialogue.of('server');
  const texts = framesOf(server);
  const client = dialogue.chunks('client').map((chunk) => chunk.toString('utf8'));
  const hello = texts[0] === 'HELLO';
  const speech = texts.filter((text) => /^(?:READY|RETRY|[^\s:]{1,64}: )/.test(text));
  const bareText = client.every((text) => isReadable(Buffer.from(text)));
  if (!hello && (speech.length === 0 || speech.length < texts.length / 2 || !bareText)) return undefined;
  const ready = texts.includes('READY');
  const named = client.filter((text) => text.startsWith('NICK')).at(ready ? -1 : 0);
  if (hello && client.length > 0 && named === undefined && !ready) return undefined;
  const because = hello
    ? 'HELLO after a length of two bytes'
    : `"${(speech[0] ?? '').slice(0, 20)}" after a length of two bytes`;
  return { dialect: 'nick', who: named?.slice(4).trim().split(/\s/)[0], because };
}

/** Texts after lengths of two bytes; none if the bytes have another form. */
function framesOf(bytes: Buffer): readonly string[] {
  if (bytes.length < 3 || (bytes[0] ?? 0) > 8) return [];
  const texts = new FrameParser().push(bytes).map(({ text }) => text);
  const known = texts.reduce((sum, text) => sum + 2 + Buffer.byteLength(text), 0);
  return known >= bytes.length * 0.9 && texts.every((text) => isReadable(Buffer.from(text))) ? texts : [];
}

const notices =
  /^(?:User not found\.|Invalid (?:format|target)\. Use: username: message|You cannot send messages to yourself\.|Target user disconnected\.|Invalid username\. |Username already taken\. Connection closing\.)/m;

function direct(dialogue: Dialogue): Wire | undefined {
  const [client, server] = [dialogue.text('client'), dialogue.text('server')];
  const [welcome, who] = /(?:^|\n)Welcome ([^\n]{1,64})! You can now chat\./.exec(server) ?? [];
  if (welcome !== undefined) return { dialect: 'direct', who, because: `"${welcome.trim()}"` };
  const [notice] = notices.exec(server) ?? [];
  if (notice !== undefined && isReadable(dialogue.of('client'))) return { dialect: 'direct', because: `"${notice}"` };
  const heard = server.split('\n').filter((line) => line !== '');
  const isHeard = heard.length > 0 && heard.every((line) => /^\[[^\]]{1,64}\] /.test(line));
  const isSaid = dialogue.chunks('client').some((chunk) => /^[^\s:]{1,64}: ?\S/.test(chunk.toString('utf8')));
  if (isHeard && isSaid && client !== '') return { dialect: 'direct', because: `"${(heard[0] ?? '').slice(0, 30)}"` };
  return undefined;
}

const known = [...new Set([...Object.values(mtypes), ...Object.values(talkTypes)])];
const mtype = new RegExp(`"mtype"\\s*:\\s*(?:${known.join('|')})\\b`);
/** A login has the same number in 1.x and 2.0. */
const login = new RegExp(
  `"mtype"\\s*:\\s*${mtypes.loginRequest}\\b.{0,200}?"(?:user)?name"\\s*:\\s*"([^"]{1,64})"`,
  's',
);
const talk = /"selected_version"\s*:\s*"2\.\d+"/;

/** Objects may be cut anywhere, so this examines their text, and does not parse them. */
function pdu(dialogue: Dialogue): Wire | undefined {
  const sides = [dialogue.text('client'), dialogue.text('server')];
  if (!sides.some((text) => mtype.test(text) && /"payload"\s*:\s*\{/.test(text))) return undefined;
  const [, who] = login.exec(sides[0] ?? '') ?? [];
  const version = talk.test(sides[1] ?? '') ? ', in version 2.0' : '';
  return { dialect: 'pdu', who, because: `JSON objects with mtype and payload${version}` };
}
