import { type FakeClient, type FakeServer, fakeTarget } from '#lab/check/fake-server.suite.ts';
import { type FaultCase, faultsSuite } from '#lab/check/faults.suite.ts';

import { pduServer } from './server.ts';

type Fault =
  | 'dictionary as it prints'
  | 'encoded twice'
  | 'payload as text'
  | 'own list of versions'
  | 'all versions accepted'
  | 'auth the other way round'
  | 'id as text'
  | 'any password'
  | 'same ids'
  | 'one at a time'
  | 'nobody remembered'
  | 'logout ignored'
  | 'logout answered'
  | 'to all'
  | 'upper case'
  | 'no version'
  | 'pings answered'
  | 'one read is one PDU'
  | 'waits for nothing more'
  | 'dies of no JSON'
  | 'stays logged in'
  | 'sz of the characters'
  | 'sz needed'
  | 'answers without a login';

const accounts: Readonly<Record<string, string>> = { user1: 'pass1', user2: 'pass2' };
const versions = ['1.2', '1.1', '1.0'];

type Payload = Readonly<Record<string, unknown>>;

/** As `json.dumps` writes it. */
function dumps(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(dumps).join(', ')}]`;
  if (typeof value !== 'object' || value === null)
    return JSON.stringify(value).replaceAll(
      /[\u0080-\uffff]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  return `{${Object.entries(value)
    .map(([key, each]) => `"${key}": ${dumps(each)}`)
    .join(', ')}}`;
}

/** A `pdu` server in the shape of a student's, over TCP, with at most one fault. */
function pduFake(fault?: Fault): FakeServer {
  const sessions = new Map<number, { readonly client: FakeClient; readonly user: string }>();
  const clients = new Set<FakeClient>();
  const buffers = new Map<FakeClient, string>();
  let last = 0;
  let busy: FakeClient | undefined;
  let dead = false;

  function say(client: FakeClient, mtype: number, payload: Payload): void {
    const inside = fault === 'payload as text' ? dumps(dumps(payload)) : dumps(payload);
    const sz = fault === 'sz of the characters' ? dumps(payload).replaceAll(/\\u..../g, 'x').length : inside.length;
    const version = fault === 'no version' ? '' : ', "version": "1.0.0"';
    const pdu = `{"mtype": ${mtype}, "payload": ${inside}${version}, "sz": ${sz}}`;
    if (fault === 'dictionary as it prints') client.say(`${pdu.replaceAll('"', "'").replaceAll('true', 'True')}\n`);
    else client.say(`${fault === 'encoded twice' ? dumps(pdu) : pdu}\n`);
  }
  const fail = (client: FakeClient, id: unknown, code: number, message: string): void =>
    say(client, 5, { id, error_code: code, message });

  function logIn(client: FakeClient, { username, password }: Payload): void {
    const user = String(username);
    const taken = [...sessions.values()].some((session) => session.user === user);
    if (taken && fault !== 'nobody remembered')
      return fail(client, -1, 3, 'User already logged in from another location');
    if (accounts[user] === undefined || (accounts[user] !== password && fault !== 'any password'))
      return say(client, 2, { auth: fault === 'auth the other way round' ? 0 : 1, id: -1 });
    const id = fault === 'same ids' ? 1 : ++last;
    sessions.set(id, { client, user });
    say(client, 2, {
      auth: fault === 'auth the other way round' ? 1 : 0,
      id: fault === 'id as text' ? String(id) : id,
    });
  }

  function chat(client: FakeClient, payload: Payload): void {
    if (!sessions.has(Number(payload['id'])) && fault !== 'answers without a login')
      return fail(client, payload['id'], 1, 'Client session not found');
    const message = String(payload['message']);
    const said = fault === 'upper case' ? { ...payload, message: message.toUpperCase() } : payload;
    for (const each of fault === 'to all' ? clients : [client]) say(each, 3, said);
  }

  function negotiate(client: FakeClient, { supported_versions: offered }: Payload): void {
    const theirs = Array.isArray(offered) ? offered.map(String) : [];
    if (fault === 'own list of versions') return say(client, 8, { selected_version: '1.2', success: true });
    const selected = theirs.find((version) => versions.includes(version) || fault === 'all versions accepted');
    if (selected === undefined) return fail(client, -1, 5, 'Incompatible version');
    say(client, 8, { selected_version: selected, success: true });
  }

  function take(client: FakeClient, text: string): void {
    if (dead) return;
    let pdu: unknown;
    try {
      pdu = JSON.parse(text);
    } catch {
      if (fault === 'dies of no JSON') dead = true;
      return;
    }
    if (typeof pdu !== 'object' || pdu === null || !('mtype' in pdu) || !('payload' in pdu)) return;
    if (fault === 'sz needed' && !('sz' in pdu)) return;
    const payload: Payload = { ...(typeof pdu.payload === 'object' ? pdu.payload : {}) };
    if (pdu.mtype === 7) negotiate(client, payload);
    else if (pdu.mtype === 1) logIn(client, payload);
    else if (pdu.mtype === 3) chat(client, payload);
    else if (pdu.mtype === 4 && fault !== 'logout ignored') {
      sessions.delete(Number(payload['id']));
      if (fault === 'logout answered') say(client, 4, payload);
    } else if (pdu.mtype === 6 && fault === 'pings answered') say(client, 6, payload);
  }

  return {
    opened: (client) => void clients.add(client),
    heard(client, chunk) {
      busy ??= client;
      if (fault === 'one at a time' && busy !== client) return;
      const bytes = Buffer.from(chunk, 'latin1').toString('utf8');
      if (fault === 'one read is one PDU') return take(client, bytes);
      const lines = ((buffers.get(client) ?? '') + bytes).split('\n');
      buffers.set(client, fault === 'waits for nothing more' ? '' : (lines.pop() ?? ''));
      for (const line of lines) take(client, line);
    },
    left(client) {
      clients.delete(client);
      for (const [id, session] of sessions)
        if (session.client === client && fault !== 'stays logged in') sessions.delete(id);
      if (busy === client) busy = undefined;
      client.close();
    },
  };
}

const cases: readonly FaultCase<Fault>[] = [
  { fault: 'dictionary as it prints', first: 'versions', cause: /use json\.dumps/ },
  { fault: 'encoded twice', first: 'versions', cause: /encoded twice/ },
  { fault: 'payload as text', first: 'versions', cause: /payload is a text/ },
  { fault: 'own list of versions', first: 'older-version', cause: /list of the client/ },
  { fault: 'all versions accepted', first: 'no-version', cause: /error_code 5/ },
  { fault: 'auth the other way round', first: 'login', cause: /0 means that the password is right/ },
  { fault: 'id as text', first: 'login', cause: /a number, not a text/ },
  { fault: 'any password', first: 'wrong-password', cause: /Compare the password/ },
  { fault: 'same ids', first: 'two-accounts', cause: /one counter for all clients/ },
  { fault: 'one at a time', first: 'second-client', cause: /thread or task/ },
  { fault: 'nobody remembered', first: 'elsewhere', cause: /look there before you accept/ },
  { fault: 'logout ignored', first: 'logout', cause: /Remove the session at mtype 4/ },
  { fault: 'logout answered', first: 'logout', cause: /send no answer/ },
  { fault: 'to all', first: 'two-parrots', cause: /sender alone/ },
  { fault: 'upper case', first: 'parrot', cause: /as it came/ },
  { fault: 'no version', first: 'version-key', cause: /key version/ },
  { fault: 'sz of the characters', spec: 'code', first: 'form', cause: /len\(json\.dumps/ },
  { fault: 'sz needed', spec: 'code', first: 'without-sz', cause: /may be missing/ },
  { fault: 'answers without a login', spec: 'code', first: 'unknown-id', cause: /Look the id up/ },
  { fault: 'pings answered', first: 'ping', cause: /not answered/ },
  { fault: 'one read is one PDU', first: 'joined-pdus', cause: /may hold two/ },
  { fault: 'waits for nothing more', first: 'split-pdu', cause: /only a part of it/ },
  { fault: 'dies of no JSON', first: 'no-json', cause: /json\.loads/ },
  { fault: 'stays logged in', first: 'gone', cause: /where its connection ends/ },
];

faultsSuite(pduServer, (fault) => fakeTarget(() => pduFake(fault)), cases);
