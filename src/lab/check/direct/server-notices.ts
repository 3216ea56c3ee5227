import type { Check } from '#lab/check/check.ts';
import { define } from '#lab/check/define-check.ts';
import { pair } from './pair.ts';

const notice = (text: string): string => `the server answers "${text}"`;

/** What is wrong is answered. */
export const noticeChecks: readonly Check[] = [
  define({
    id: 'not-found',
    title: 'answers a message to nobody with "User not found."',
    from: {
      code: notice('User not found.'),
      readme: 'The target is looked up; if it is not there, the sender is told.',
    },
    rows: [3],
    needs: ['welcome'],
    play: `
      alice opens direct
      alice C: alice\\n
      alice S: Welcome alice! You can now chat.\\n
      alice C: nobody: hi\\n
      alice S: User not found.\\n
    `,
  }),
  define({
    id: 'no-colon',
    title: 'answers a line without a colon with "Invalid format. Use: username: message"',
    from: { code: notice('Invalid format. Use: username: message') },
    rows: [7],
    needs: ['welcome'],
    play: `
      alice opens direct
      alice C: alice\\n
      alice S: Welcome alice! You can now chat.\\n
      alice C: hello\\n
      alice S: Invalid format. Use: username: message\\n
    `,
  }),
  define({
    id: 'no-target',
    title: 'answers an empty target with "Invalid target. Use: username: message"',
    from: { code: notice('Invalid target. Use: username: message') },
    rows: [7],
    needs: ['welcome'],
    play: `
      alice opens direct
      alice C: alice\\n
      alice S: Welcome alice! You can now chat.\\n
      alice C: : hi\\n
      alice S: Invalid target. Use: username: message\\n
    `,
  }),
  define({
    id: 'to-oneself',
    title: 'answers a message to oneself with "You cannot send messages to yourself."',
    from: { code: notice('You cannot send messages to yourself.') },
    rows: [3],
    needs: ['welcome'],
    play: `
      alice opens direct
      alice C: alice\\n
      alice S: Welcome alice! You can now chat.\\n
      alice C: alice: hi\\n
      alice S: You cannot send messages to yourself.\\n
    `,
  }),
  define({
    id: 'blank-name',
    title: 'refuses a blank name, and closes',
    from: { code: 'a blank name is answered "Invalid username. Connection closing."' },
    rows: [6],
    needs: ['welcome'],
    play: `
      alice opens direct
      alice C: \\x20\\n
      alice S: Invalid username. Connection closing.\\n
      alice S closes
    `,
  }),
  define({
    id: 'colon-in-name',
    title: 'refuses a name with a colon, and closes',
    from: { code: 'it is answered "Invalid username. Usernames cannot contain colons."' },
    rows: [6],
    needs: ['welcome'],
    play: `
      alice opens direct
      alice C: a:b\\n
      alice S: Invalid username. Usernames cannot contain colons.\\n
      alice S closes
    `,
  }),
  define({
    id: 'name-taken',
    title: 'refuses a name that is in use, and closes',
    from: {
      code: 'it is answered "Username already taken. Connection closing."',
      readme: 'clients = {username: socket}: a name stands for one client.',
    },
    rows: [2],
    needs: ['second-client'],
    play: `
      alice opens direct
      alice C: alice\\n
      alice S: Welcome alice! You can now chat.\\n
      bob opens direct
      bob C: alice\\n
      bob S: Username already taken. Connection closing.\\n
      bob S closes
    `,
  }),
  define({
    id: 'taken-name-stays',
    title: 'keeps the first client when another one asks for its name',
    from: { readme: 'clients = {username: socket}: a name stands for one client.' },
    rows: [2, 3],
    needs: ['name-taken', 'delivers'],
    play: `${pair}
      eve opens direct
      eve C: alice\\n
      eve S: Username already taken. Connection closing.\\n
      eve S closes
      bob C: alice: still there?\\n
      alice S: [bob] still there?\\n
    `,
  }),
  define({
    id: 'blank-line',
    title: 'ignores a blank line',
    from: { code: 'blank lines are ignored' },
    rows: [7],
    needs: ['delivers'],
    play: `${pair}
      alice C: \\n
      alice C: bob: hi\\n
      bob S: [alice] hi\\n
    `,
  }),
];
