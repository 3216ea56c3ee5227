import type { z } from 'zod';
import { visible } from '#text/visible.ts';
import { type Problem, problemOf } from './problem.ts';

type Issue = z.core.$ZodIssue;

/** Characters of the name of an unknown field that are repeated. */
const longest = 64;

/** Names the missing or invalid field. Its value is not repeated, because it may be a secret in the wrong field. */
export function badField({ issues: [issue] }: z.ZodError): Problem {
  const [field, why] = issue ? wordsOf(issue) : ['', ''];
  if (field === '') return { ...problemOf('bad-field'), detail: 'The fields must be an object.' };
  return invalid(field, why);
}

/** `field`: its name, as it was sent. */
export function invalid(name: string, why: string): Problem {
  const field = visible(name.slice(0, longest));
  const problem = problemOf('bad-field');
  return field === '' ? problem : { ...problem, detail: `The field ${field} is not valid: ${why}.`, field };
}

function wordsOf(issue: Issue): readonly [field: string, why: string] {
  const field = issue.path.join('.');
  switch (issue.code) {
    case 'unrecognized_keys':
      return [issue.keys[0] ?? '', 'there is no such field'];
    case 'invalid_type':
      return [field, issue.message.endsWith('undefined') ? 'it is missing' : `it must be ${kindOf(issue.expected)}`];
    case 'invalid_value':
      return [field, `it must be one of ${issue.values.map(String).join(', ')}`];
    case 'too_small':
    case 'too_big':
      return [field, issue.origin === 'string' || issue.origin === 'array' ? issue.message : 'it is out of range'];
    default:
      return [field, issue.message];
  }
}

const kindOf = (expected: string): string => (expected === 'int' ? 'a whole number' : `of the type ${expected}`);
