import { fakeTarget } from '#lab/check/fake-server.suite.ts';
import { type FaultCase, faultsSuite } from '#lab/check/faults.suite.ts';

import { chatroomFake, type Fault } from './fake.suite.ts';
import { chatroomServer } from './server.ts';

const cases: readonly FaultCase<Fault>[] = [
  { fault: 'each connection a client', first: 'key', cause: /accept two, one after the other/ },
  { fault: 'size not padded', first: 'key', cause: /exactly 1024 bytes/ },
  { fault: 'ACK not padded', first: 'new-user', cause: /exactly 64 bytes/ },
  { fault: 'key as PEM', first: 'key', cause: /its base64 goes over the wire/ },
  { fault: 'one at a time', first: 'second-client', cause: /start a thread/ },
  { fault: 'everybody is new', first: 'existing-user', cause: /removed when it leaves/ },
  { fault: 'sealed passwords compared', first: 'existing-user', cause: /compare the decrypted text/ },
  { fault: 'wrong password accepted', first: 'wrong-password', cause: /compared with the stored one/ },
  { fault: 'echo', first: 'no-echo', cause: /skip the sender/ },
  { fault: 'nobody hears', first: 'to-all', cause: /Nothing is pushed/ },
  { fault: 'not confirmed', first: 'confirmed', cause: /send one on its second connection/ },
  {
    fault: 'private messages not confirmed',
    first: 'confirmed-private',
    cause: /send one on its second connection/,
  },
  { fault: 'list as text', first: 'names', cause: /pickle\.dumps\(names\)/ },
  { fault: 'own name in the list', first: 'names', cause: /leave out the name/ },
  { fault: 'key of the server for the target', first: 'target-key', cause: /keep it beside the name/ },
  { fault: 'private text in the open', first: 'to-one', cause: /with ACK 4/ },
  { fault: 'sealed text for the server passed on', first: 'to-one', cause: /first of the two sealed texts/ },
  { fault: 'history not sealed', first: 'history', cause: /seal it with the public key/ },
  { fault: 'history of the sender alone', first: 'history', cause: /everybody online/ },
  { fault: 'history emptied at login', first: 'history-stays', cause: /do not empty it/ },
  { fault: 'stays online', first: 'off-the-list', cause: /remove the name/ },
  { fault: 'one recv is one block', first: 'long', cause: /several pieces/ },
  { fault: 'reads too much', first: 'joined-blocks', cause: /no more than is missing/ },
  { fault: 'characters counted', first: 'utf8', cause: /encode first/ },
  { fault: 'waits for each ACK', first: 'slow-reader', cause: /waits for its ACK/ },
  { fault: 'dies of a peer that is gone', first: 'cut-off', cause: /go on with the next one/ },
];

faultsSuite(chatroomServer, (fault) => fakeTarget(() => chatroomFake(fault)), cases);
