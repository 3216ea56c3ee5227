import type { Check } from '#lab/check/check.ts';
import { define } from '#lab/check/define-check.ts';
import { loginRequest, logoutMessage, mtypes, versionRequest } from '#dialects/pdu/codec.ts';

import { idIn, usualVersions, withClients } from './speak.ts';

/** Versions and logins. */
export const loginChecks: readonly Check[] = [
  define({
    id: 'versions',
    title: 'answers a version request with the first version of the client that it has',
    from: {
      code: '{"mtype": 8, "payload": {"selected_version": "1.2", "success": true}, …}',
      readme: 'Version negotiation first: VERSION_REQUEST, VERSION_RESPONSE.',
    },
    rows: [5, 8, 18],
    play: withClients(async (open) => {
      const alice = await open('alice');
      await alice.says(versionRequest(usualVersions));
      const heard = await alice.hears(mtypes.versionResponse, 'the answer to the version request');
      const { selected_version: selected, success } = heard.payload;
      if (selected !== '1.2' || success !== true) alice.wrong('alice offers 1.2 and it is not selected', heard);
    }),
  }),
  define({
    id: 'second-client',
    title: 'serves a second client while the first is connected',
    from: { code: 'handlers run beside one another', readme: 'Concurrent clients.' },
    rows: [12],
    needs: ['versions'],
    play: withClients(async (open) => {
      const eve = await open('eve');
      await eve.offers(usualVersions);
      await (await open('alice')).offers(usualVersions);
    }),
  }),
  define({
    id: 'older-version',
    title: 'selects an older version where the client has nothing newer',
    from: {
      code: 'the first client version that the server has (1.2, 1.1, 1.0) wins',
      readme: "Testable by changing the client's list.",
    },
    rows: [8, 18],
    needs: ['versions'],
    play: withClients(async (open) => {
      const alice = await open('alice');
      const heard = await alice.offers(['1.0']);
      if (heard.payload['selected_version'] !== '1.0')
        alice.wrong('alice offers 1.0 alone and it is not selected', heard);
    }),
  }),
  define({
    id: 'no-version',
    title: 'refuses a client that has none of its versions with error 5',
    from: {
      code: 'error 5, "Incompatible version"',
      readme: "Testable by changing the client's list.",
    },
    rows: [8],
    needs: ['versions'],
    play: withClients(async (open) => {
      const alice = await open('alice');
      await alice.says(versionRequest(['0.1']));
      await alice.hearsError(5, 'the refusal of its versions');
    }),
  }),
  define({
    id: 'login',
    title: 'lets user1 log in with pass1, and gives it an id',
    from: { code: '{"auth": 0, "id": n}; the accounts are user1/pass1, user2/pass2', readme: 'The two accounts.' },
    rows: [10],
    needs: ['versions'],
    play: withClients(async (open) => void (await (await open('alice')).logsIn('user1'))),
  }),
  define({
    id: 'login-alone',
    title: 'takes a login without a version request',
    from: { code: 'no order is enforced: a login without version exchange works' },
    rows: [10],
    needs: ['login'],
    play: withClients(async (open) => {
      const alice = await open('alice');
      await alice.says(loginRequest('user1', 'pass1'));
      idIn(alice, await alice.hears(mtypes.loginResponse, 'the answer to the login'));
    }),
  }),
  define({
    id: 'wrong-password',
    title: 'refuses a wrong password, and lets the client try again',
    from: { code: '{"auth": 1, "id": -1}', readme: 'A login with name and password.' },
    rows: [10],
    needs: ['login'],
    play: withClients(async (open) => {
      const alice = await open('alice');
      await alice.offers(usualVersions);
      await alice.says(loginRequest('user1', 'wrong'));
      const heard = await alice.hears(mtypes.loginResponse, 'the refusal');
      if (heard.payload['auth'] !== 1)
        alice.wrong('alice sends a wrong password and is not refused (auth is not 1)', heard);
      await alice.says(loginRequest('user1', 'pass1'));
      idIn(alice, await alice.hears(mtypes.loginResponse, 'the answer to the second login'));
    }),
  }),
  define({
    id: 'unknown-user',
    title: 'refuses a user that there is not',
    from: { code: '{"auth": 1, "id": -1}', readme: 'The two accounts.' },
    rows: [10],
    needs: ['login'],
    play: withClients(async (open) => {
      const alice = await open('alice');
      await alice.offers(usualVersions);
      await alice.says(loginRequest('nobody', 'pass1'));
      const heard = await alice.hears(mtypes.loginResponse, 'the refusal');
      if (heard.payload['auth'] !== 1) alice.wrong('nobody has that account, and the login is not refused', heard);
    }),
  }),
  define({
    id: 'two-accounts',
    title: 'lets both accounts be logged in at the same time, with ids of their own',
    from: { code: 'ids count from 1; sessions of all streams', readme: 'Both accounts at the same time.' },
    rows: [11, 12],
    needs: ['login', 'second-client'],
    play: withClients(async (open) => {
      const [alice, bob] = [await open('alice'), await open('bob')];
      const first = await alice.logsIn('user1');
      if ((await bob.logsIn('user2')) === first) bob.wrong(`both users get the id ${first}`);
    }),
  }),
  define({
    id: 'elsewhere',
    title: 'answers a second login of a user with error 3',
    from: {
      code: 'error 3, "User already logged in from another location"',
      readme: 'A list of logged-in users; a second login is answered "already logged in from another location".',
    },
    rows: [15],
    needs: ['login', 'second-client'],
    play: withClients(async (open) => {
      const [alice, bob] = [await open('alice'), await open('bob')];
      await alice.logsIn('user1');
      await bob.offers(usualVersions);
      await bob.says(loginRequest('user1', 'pass1'));
      const { payload, ...heard } = await bob.hearsError(3, 'that user1 is logged in already');
      if (!/already logged in/i.test(String(payload['message'])))
        bob.wrong('the error does not say that the user is already logged in', { payload, ...heard });
    }),
  }),
  define({
    id: 'logout',
    title: 'frees the account after a logout, and answers it with nothing',
    from: { code: 'the session is removed, no answer', readme: 'A list of logged-in users.' },
    rows: [15],
    needs: ['login', 'second-client'],
    play: withClients(async (open) => {
      const [alice, bob] = [await open('alice'), await open('bob')];
      await alice.logsIn('user1');
      await alice.says(logoutMessage(alice.id));
      await alice.hearsNothing();
      await bob.logsIn('user1');
    }),
  }),
];
