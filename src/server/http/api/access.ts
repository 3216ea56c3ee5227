import type { Scope } from '#chat/grant-scope.ts';

/** Who may ask without a code in the header or the cookie. `anyone`: in a browser, our own page only. `code`: one in the path says who it is. */
export type OpenAccess = 'anyone' | 'code';

/** Who may read. `device`: an account that has logged in. `read`: that, or a bot with this scope. */
export type ReadAccess = 'device' | 'read';

/** Who may do something without being told anything else. `account`: one that has logged in, and any bot of it. */
export type ActAccess = 'account' | Exclude<Scope, 'read'>;

export type OwnAccess = ReadAccess | ActAccess;

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
