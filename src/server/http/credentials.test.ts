import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cookieOf, presentedIn } from './credentials.ts';

test('a code is in a header, or in the cookie of that name', () => {
  const cases: readonly [object, boolean, string | undefined][] = [
    [{ authorization: 'Bearer abc-123' }, false, 'bearer abc-123'],
    [{ authorization: 'bearer  abc=' }, true, 'bearer abc='],
    [{ authorization: 'Bearer abc', cookie: 'polylogue=other' }, false, 'bearer abc'],
    // A wrong code: the cookie does not replace it.
    [{ authorization: 'Bearer a b', cookie: 'polylogue=other' }, false, 'bearer '],
    [{ authorization: `Bearer ${'a'.repeat(129)}` }, false, 'bearer '],
    // A header for a proxy that asks for its own password.
    [{ authorization: 'Basic YTpi', cookie: 'polylogue=abc' }, false, 'cookie abc'],
    [{ cookie: 'a=b; polylogue=abc; polylogue=later' }, false, 'cookie abc'],
    [{ cookie: 'xpolylogue=abc; =; ;polylogue' }, false, undefined],
    [{ cookie: 'polylogue=abc' }, true, undefined],
    [{ cookie: 'polylogue=abc;__Host-polylogue=def' }, true, 'cookie def'],
    [{ cookie: '__Host-polylogue=def' }, false, undefined],
    [{ cookie: `polylogue=${'a'.repeat(129)}` }, false, undefined],
    [{}, false, undefined],
  ];
  for (const [headers, secure, wanted] of cases) {
    const found = presentedIn(headers, secure);
    assert.equal(found && `${found.by} ${found.code}`, wanted, JSON.stringify(headers));
  }
});

test('the cookie is hidden from scripts and other sites, and is not sent over http where there is https', () => {
  assert.equal(cookieOf('abc', false, 2500), 'polylogue=abc; Path=/; Max-Age=2; HttpOnly; SameSite=Lax');
  assert.equal(cookieOf('', true, -1), '__Host-polylogue=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure');
});
