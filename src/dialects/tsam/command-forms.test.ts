import assert from 'node:assert/strict';
import { test } from 'node:test';

import { commandForms, type CommandName } from './command-forms.ts';
import { named, noMessages, sentences } from './words.ts';

test('the table of commands has the beginnings of the answers that are words', () => {
  const answers: readonly (readonly [CommandName, string])[] = [
    ['LOGIN', named('bob')],
    ['REGISTER', sentences.registered],
    ['GETMSG', noMessages('A5_1')],
    ['GETMSGS', noMessages('A5_1')],
  ];
  for (const [name, answer] of answers) {
    assert.ok(
      commandForms[name].answers.some((beginning) => answer.startsWith(beginning)),
      `${name}: ${answer}`,
    );
  }
});
