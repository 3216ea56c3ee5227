import { lobby } from '#chat/names/lobby.ts';

import { base64Of, meaningOf } from '../plays.ts';
import type { WireFrame } from '../protocol.ts';
import { Failed, type Rows } from '../requesting-session.ts';
import { maxName } from './names.ts';

/** The most bytes of one `play-send`, and the characters of base64 for them. */
const maxBytes: number = 16 * 1024;
const maxBase64: number = Math.ceil(maxBytes / 3) * 4;
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The other listeners of the server: where they are, sessions on them, and one message on each wire. */
export const playing: Rows = {
  listeners(_fields, session, request) {
    return () =>
      session.say(request, () => ({
        listeners: session.listener.otherListeners?.listeners(session.seat.address) ?? [],
      }));
  },

  'play-open'(fields, session, request) {
    const dialect = fields.text('dialect', maxName);
    return () =>
      session.say(request, () => {
        const opened = session.plays?.open(dialect);
        if (opened === 'full') return 'too-many';
        if (opened === 'inside') return new Failed('bad-field', 'dialect', 'A playground opens no other one.');
        return opened ?? new Failed('bad-field', 'dialect', 'Nothing listens for that dialect here.');
      });
  },

  'play-send'(fields, session, request) {
    const id = fields.count('id', 1);
    const text = fields.text('bytes', maxBase64);
    if (!base64.test(text)) fields.bad ??= 'bytes';
    return () =>
      session.say(request, () => {
        const sent = session.plays?.send(id, new Uint8Array(Buffer.from(text, 'base64')));
        return sent === true ? {} : 'no-entry';
      });
  },

  'play-close'(fields, session, request) {
    const id = fields.count('id', 1);
    return () => session.say(request, () => (session.plays?.close(id) === true ? {} : 'no-entry'));
  },

  translate(fields, session, request) {
    const text = fields.text('text', 1024);
    const room = fields.optionalText('room', maxName) ?? lobby;
    return () =>
      session.say(request, () => {
        const from = session.user?.name ?? '';
        const examples = session.listener.otherListeners?.examples({ from, room, text }) ?? [];
        return {
          dialects: examples.map(({ dialect, client, server, describer }) => {
            const frame = (side: 'client' | 'server', bytes: Uint8Array): WireFrame => {
              return { from: side, bytes: base64Of(bytes), meaning: meaningOf(describer, side, bytes) };
            };
            const frames = [
              ...client.map((bytes) => frame('client', bytes)),
              ...server.map((bytes) => frame('server', bytes)),
            ];
            return { dialect, frames };
          }),
        };
      });
  },
};
