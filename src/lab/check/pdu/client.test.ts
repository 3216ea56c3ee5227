import { type FakeClientProgram, fakeClientTarget, type FakeSide } from '#lab/check/fake-client.suite.ts';
import { type FaultCase, faultsSuite } from '#lab/check/faults.suite.ts';

import { pduClientSuite } from './client.ts';

type Fault =
  | 'login before versions'
  | 'newline kept'
  | 'id not kept'
  | 'answers not shown'
  | 'no version'
  | 'blank lines sent'
  | 'refusal not shown'
  | 'errors not shown'
  | 'no pings'
  | 'quit is a message'
  | 'stays when the server closes';

/** A `pdu` client in the shape of a student's, over TCP, with at most one fault. */
function pduFake(fault?: Fault): FakeClientProgram {
  let state: 'version' | 'name' | 'password' | 'login' | 'talking' = 'version';
  let [name, id] = ['', -1];

  function send(side: FakeSide, mtype: number, payload: object): void {
    const version = fault === 'no version' ? {} : { version: '1.0.0' };
    side.send(`${JSON.stringify({ mtype, payload, ...version, sz: JSON.stringify(payload).length })}\n`);
  }

  function take(side: FakeSide, text: string): void {
    const pdu: unknown = JSON.parse(text);
    if (typeof pdu !== 'object' || pdu === null || !('mtype' in pdu) || !('payload' in pdu)) return;
    const payload: Readonly<Record<string, unknown>> = { ...(typeof pdu.payload === 'object' ? pdu.payload : {}) };
    if (pdu.mtype === 5) {
      if (fault !== 'errors not shown') side.print(`Error: ${String(payload['message'])}\n`);
    } else if (pdu.mtype === 8) {
      state = 'name';
      side.print('Username: ');
    } else if (pdu.mtype === 2 && payload['auth'] === 0) {
      state = 'talking';
      if (fault !== 'id not kept') id = Number(payload['id']);
      if (fault !== 'no pings') send(side, 6, { id });
      side.print('> ');
    } else if (pdu.mtype === 2) side.print(fault === 'refusal not shown' ? '> ' : 'Login failed.\n');
    else if (pdu.mtype === 3 && fault !== 'answers not shown') side.print(`server response: ${text}\n> `);
  }

  return {
    started(side) {
      if (fault === 'login before versions') send(side, 1, { username: 'user1', password: 'pass1' });
      else send(side, 7, { supported_versions: ['1.2', '1.1', '1.0'] });
    },
    heard(side, chunk) {
      for (const line of chunk.split('\n').slice(0, -1)) take(side, line);
    },
    typed(side, line) {
      if (state === 'name') {
        name = fault === 'newline kept' ? `${line}\n` : line;
        state = 'password';
        side.print('Password: ');
      } else if (state === 'password') {
        state = 'login';
        send(side, 1, { username: name, password: line });
      } else if (state === 'talking' && line === '!quit' && fault !== 'quit is a message') {
        send(side, 4, { id });
        side.end();
      } else if (state === 'talking' && (line.trim() !== '' || fault === 'blank lines sent'))
        send(side, 3, { id, time: 1_795_210_681, message: line });
    },
    interrupted: (side) => side.end(),
    left(side) {
      if (fault !== 'stays when the server closes') side.end();
    },
  };
}

const cases: readonly FaultCase<Fault>[] = [
  { fault: 'login before versions', first: 'versions', cause: /before you ask for a name/ },
  { fault: 'newline kept', first: 'login', cause: /without their newlines/ },
  { fault: 'id not kept', first: 'chat', cause: /Keep the id/ },
  { fault: 'answers not shown', first: 'shows-answer', cause: /print it/ },
  { fault: 'no version', first: 'form', cause: /key version/ },
  { fault: 'blank lines sent', spec: 'code', first: 'blank', cause: /skip it/ },
  { fault: 'refusal not shown', first: 'refused', cause: /auth 1/ },
  { fault: 'errors not shown', first: 'elsewhere', cause: /may be an error/ },
  { fault: 'no pings', first: 'ping', cause: /every 10 s/ },
  { fault: 'quit is a message', first: 'quit', cause: /mtype 4/ },
  { fault: 'stays when the server closes', first: 'server-closes', cause: /recv returns nothing/ },
];

faultsSuite(pduClientSuite, (fault) => fakeClientTarget(() => pduFake(fault)), cases);
