import { fakeClientTarget } from '#lab/check/fake-client.suite.ts';
import { type FaultCase, faultsSuite } from '#lab/check/faults.suite.ts';

import { chatroomClientFake, type ClientFault } from './client-fake.suite.ts';
import { chatroomClient } from './client.ts';

const cases: readonly FaultCase<ClientFault>[] = [
  { fault: 'sends first', first: 'waits-for-key', spec: 'code', cause: /before it has read/ },
  { fault: 'ACK not padded', first: 'key', cause: /exactly 64 bytes/ },
  { fault: 'size not padded', first: 'name', cause: /exactly 1024 bytes/ },
  { fault: 'newline in the name', first: 'name', cause: /without a newline/ },
  { fault: 'password in the open', first: 'new-user', cause: /sent unencrypted: seal it/ },
  { fault: 'password sealed for itself', first: 'new-user', cause: /use the key of the server/ },
  { fault: 'waits for an answer', first: 'own-key', cause: /Nothing is answered/ },
  { fault: 'key as PEM', first: 'own-key', cause: /its base64 goes over the wire/ },
  { fault: 'wrong password taken for right', first: 'wrong-password', cause: /ask again in a loop/ },
  { fault: 'operations as numbers', first: 'to-all', cause: /its two letters/ },
  { fault: 'one operation', first: 'to-all-again', cause: /menu into a loop/ },
  { fault: 'no thread', first: 'shows-public', cause: /a separate thread/ },
  { fault: 'one message', first: 'shows-second', cause: /put it into a loop/ },
  { fault: 'list not unpickled', first: 'names', cause: /pickle\.loads/ },
  { fault: 'one sealed text', first: 'to-one', cause: /sealed with the key of the server/ },
  { fault: 'sealed for the server twice', first: 'to-one', cause: /after the name of the target/ },
  { fault: 'no head', first: 'to-one-head', spec: 'code', cause: /before it is sealed/ },
  { fault: 'any target', first: 'unknown-target', cause: /not in the list/ },
  { fault: 'kind ignored', first: 'shows-private', cause: /decrypt it/ },
  { fault: 'history not decrypted', first: 'history', cause: /decrypt it with the private key/ },
  { fault: 'history awaited', first: 'no-history', spec: 'code', cause: /nothing follows it/ },
  { fault: 'EX not sent', first: 'leave', cause: /EX is sent to the server/ },
  { fault: 'nothing at Ctrl-C', first: 'ctrl-c', spec: 'code', cause: /KeyboardInterrupt/ },
  { fault: 'characters counted', first: 'utf8', cause: /encode first/ },
  { fault: 'one recv is one block', first: 'long', cause: /several pieces/ },
  { fault: 'reads too much', first: 'joined-blocks', cause: /no more than is missing/ },
  { fault: 'stays when the server closes', first: 'server-closes', cause: /recv returns nothing/ },
];

faultsSuite(chatroomClient, (fault) => fakeClientTarget(() => chatroomClientFake(fault), 2), cases);
