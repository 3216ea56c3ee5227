import { z } from 'zod';
import type { LoggedInDevice, BannedAccount } from '#chat/grants/device-logins.ts';
import type { Grant } from '#chat/rights/grant.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import type { ServerRole } from '#chat/event.ts';
import type { User } from '#dialects/web/protocol.ts';
import { bot, device, freshCode, type GrantShown, user } from '#server/http/api/answers.ts';
import { cookieFor, noCookie, type Requester } from '#server/http/api/caller.ts';
import { deviceLabel } from '#server/http/api/device-label.ts';
import { botOf, deviceOf, userOf } from '#server/http/api/answer-parts.ts';
import { problemOf } from '#server/http/api/problem.ts';
import { actRoute, done, openRoute, type Outcome, readRoute, type Route } from '#server/http/api/route.ts';
import { code, label, name, none, password } from '#server/http/api/values.ts';

interface LoggedIn {
  readonly user: User;
  readonly device: GrantShown & { readonly current: boolean };
  readonly code?: string;
}

const loggedIn: z.ZodType<LoggedIn> = z.strictObject({ user, device, code: freshCode.exactOptional() });

const refusals = ['password-invalid', 'server-banned', 'name-banned', 'unavailable', 'disk-full', 'locked'] as const;

/** Routes for login, logout and the present account. */
export const logins: readonly Route[] = [
  openRoute({
    method: 'post',
    path: '/login',
    summary: 'log in as an account; the browser keeps the code as a cookie, a program is told it',
    access: 'anyone',
    fields: z.strictObject({ name, password, label: label.optional() }),
    answer: loggedIn,
    problems: ['password-wrong', 'label-invalid', ...refusals],
    async run({ name, password, label = '' }, requester) {
      const { chat, address, rules, gone } = requester;
      const called = label === '' ? deviceLabel(requester.userAgent) : label;
      const made = await chat.logIn({ name, password, label: called, address, rules, signal: gone });
      return welcome(requester, made, name);
    },
  }),
  openRoute({
    method: 'post',
    path: '/register',
    summary: 'make an account, and log in; code: an invitation, where registration asks for one',
    access: 'anyone',
    fields: z.strictObject({ name, password, code: code.optional(), label: label.optional() }),
    answer: loggedIn,
    status: 201,
    problems: [
      'name-invalid',
      'name-reserved',
      'name-taken',
      'name-registered',
      'registration-closed',
      'code-needed',
      'password-needed',
      'token-invalid',
      'too-many-registrations',
      'label-invalid',
      ...refusals,
    ],
    async run({ name, password, code, label = '' }, requester) {
      const { chat, address, rules, gone } = requester;
      const called = label === '' ? deviceLabel(requester.userAgent) : label;
      const asked = { name, password, label: called, address, rules, signal: gone };
      const made = await chat.signUp({ ...asked, ...(code !== undefined && { invitation: code }) });
      return welcome(requester, made, name);
    },
  }),
  readRoute({
    method: 'put',
    path: '/me/password',
    summary: 'change the password; all devices and sessions of the account end, and this device gets another code',
    access: 'device',
    fields: z.strictObject({ password, newPassword: password }),
    answer: loggedIn,
    problems: ['password-wrong', ...refusals],
    async run({ password, newPassword }, caller) {
      const { chat, address, rules, gone, grant } = caller;
      const asked = { password, newPassword, address, rules, signal: gone };
      return welcome(caller, await chat.changePassword(grant, asked), grant.account.name);
    },
  }),
  readRoute({
    method: 'post',
    path: '/logout',
    summary: 'log out this device',
    access: 'device',
    fields: none,
    problems: [],
    async run(_fields, caller) {
      const answer = await caller.act({ kind: 'tokenRevoked', token: caller.grant.id });
      return answer.kind === 'refusal' ? problemOf(answer) : { ...done, cookie: noCookie(caller) };
    },
  }),
  actRoute({
    method: 'get',
    path: '/me',
    summary: 'the account for which this request is made, and the device or bot that makes it',
    access: 'account',
    fields: none,
    answer: z.strictObject({
      user,
      serverRole: z.enum(['operator', 'owner']).exactOptional(),
      device: device.exactOptional(),
      bot: bot.exactOptional(),
    }) satisfies z.ZodType<Me>,
    problems: [],
    run(_fields, caller): Outcome<Me> {
      const { grant, chat, cookieCode: code } = caller;
      const user = userOf(grant);
      if (grant.purpose === 'bot') return { answer: { user, bot: botOf(grant) } };
      const serverRole = chat.accountNamed(user.name)?.serverRole;
      const answer = { user, ...(serverRole && { serverRole }), device: deviceOf(grant, grant) };
      // The device is renewed by its use; the cookie must be, too.
      return { answer, ...(code !== undefined && { cookie: cookieFor(caller, code, grant) }) };
    },
  }),
];

interface Me {
  readonly user: User;
  readonly serverRole?: ServerRole;
  readonly device?: GrantShown & { readonly current: boolean };
  readonly bot?: GrantShown & { readonly scopes: Grant['scopes'] };
}

/** A page gets its code only as a cookie, which no script can read. */
function welcome(
  requester: Requester,
  made: LoggedInDevice | BannedAccount | RefusalCode,
  name: string,
): Outcome<LoggedIn> {
  if (typeof made === 'string') return problemOf(made, name);
  if ('ban' in made) return problemOf(made.ban, name);
  const { code, grant } = made;
  const answer = { user: userOf(grant), device: deviceOf(grant, grant), ...(!requester.fromPage && { code }) };
  return { answer, cookie: cookieFor(requester, code, grant) };
}
