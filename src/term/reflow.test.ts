import assert from 'node:assert/strict';
import { test } from 'node:test';

import { reflowIn } from './reflow.ts';

test('which terminals wrap their rows anew', () => {
  assert.equal(reflowIn({ TERM: 'screen', TMUX: '/tmp/tmux-0/default,1,0' }), true);
  assert.equal(reflowIn({ TERM: 'xterm-256color', VTE_VERSION: '7600' }), true);
  assert.equal(reflowIn({ TERM: 'xterm-256color', TERM_PROGRAM: 'iTerm.app' }), true);
  assert.equal(reflowIn({ TERM: 'alacritty' }), true);
  assert.equal(reflowIn({ TERM: 'xterm', XTERM_VERSION: 'XTerm(390)' }), false);
  assert.equal(reflowIn({ TERM: 'xterm-256color' }), undefined);
});
