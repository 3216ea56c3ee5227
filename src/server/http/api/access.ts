import type { Scope } from '#chat/rights/grant-scope.ts';

/**
 * Access without a code in the header or the cookie. `anyone`: from browsers, only our own page. `code`: the code is in
 * the path.
 */
export type OpenAccess = 'anyone' | 'code';

/** Access to requests that read. `device`: a logged-in account. `read`: that, or a bot with this scope. */
export type ReadAccess = 'device' | 'read';

/**
 * Access to requests that change something and return nothing else. `account`: a logged-in account, and all its bots.
 */
export type ActAccess = 'account' | Exclude<Scope, 'read'>;

export type OwnAccess = ReadAccess | ActAccess;

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
