/**
 * The ids of servers that can have mail here: of groups, and of the course's own servers, whose ids are words. These
 * have accounts among the names reserved for groups, so that no person's name is used.
 */

const words = ['ORACLE', 'NUMBER'];
/** From this number on, the numbers of accounts stand for the words. */
const firstWord = 1001;

/** The name of its account: `A5_71` for `a5_71`, `A5_0.1` for `Instr_1`. Undefined when it can have no mail. */
export function accountOf(id: string): string | undefined {
  if (/^A5_[0-9]{1,6}$/i.test(id)) return id.toUpperCase();
  const instructor = /^Instr_([1-9][0-9]{0,2})$/i.exec(id)?.[1];
  if (instructor !== undefined) return `A5_0.${instructor}`;
  const word = words.indexOf(id.toUpperCase());
  return word === -1 ? undefined : `A5_0.${firstWord + word}`;
}

/** The id that an account stands for; undefined for anybody else's. */
export function serverOf(account: string): string | undefined {
  if (/^A5_[0-9]{1,6}$/i.test(account)) return account.toUpperCase();
  const digits = /^A5_0\.([1-9][0-9]{0,3})$/i.exec(account)?.[1];
  if (digits === undefined) return undefined;
  return Number(digits) < firstWord ? `Instr_${digits}` : words[Number(digits) - firstWord];
}

/** Whether a server with that id can have mail here. */
export const isGroupId = (text: string): boolean => accountOf(text) !== undefined;
