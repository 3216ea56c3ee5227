import assert from 'node:assert/strict';
import { test } from 'node:test';

import { webMask } from './mask.ts';

const ofServer = (...pieces: readonly string[]): string => {
  const mask = webMask();
  return Buffer.concat(pieces.map((piece) => mask.server?.(Buffer.from(piece)) ?? Buffer.of())).toString();
};

test('the code of an error is shown, that of an invitation is not, wherever they are cut', () => {
  const error = '{"type":"error","ref":4,"code":"not-member","message":"You are not in #tea."}\n';
  const invitation = '{"type":"invite-code","ref":5,"code":"3sm9b2th"}\n';
  const wrote = error + invitation + error;
  const shown = error + invitation.replace('3sm9b2th', '********') + error;
  for (let cut = 0; cut <= wrote.length; cut++) assert.equal(ofServer(wrote.slice(0, cut), wrote.slice(cut)), shown);
});

test('a client shows no code by calling its request an error', () => {
  const wrote = '{"type":"error","code":"3sm9b2th"}\n';
  assert.equal(Buffer.from(webMask()(Buffer.from(wrote))).toString(), wrote.replace('3sm9b2th', '********'));
});
