import { commandWords } from '#commands/table.ts';
import * as chatroom from '#dialects/chatroom/codec.ts';
import * as direct from '#dialects/direct/codec.ts';
import * as nick from '#dialects/nick/codec.ts';
import * as pdu from '#dialects/pdu/codec.ts';
import * as tsam from '#dialects/tsam/codec.ts';

import type { LuaValue } from './lua-value.ts';

/** The dialects that can be seen in a capture. */
export type Dissected = 'tsam' | 'chatroom' | 'nick' | 'direct' | 'pdu';

/** The constants of the codecs, under the names that the Lua code uses. */
export const codecTables: Readonly<Record<Dissected, LuaValue>> = {
  tsam: { max_command: tsam.maxCommand, commands: rowsOf(tsam.commandForms) },
  chatroom: {
    ack_bytes: chatroom.ackBytes,
    block_bytes: chatroom.blockBytes,
    max_stream: chatroom.maxStream,
    open_push: chatroom.openPush,
    sealed_push: chatroom.sealedPush,
    operations: renamed(chatroom.operations, '_'),
  },
  nick: {
    max_message: nick.maxMessage,
    words: nick.protocolWords,
  },
  direct: { max_line: direct.maxLine },
  pdu: {
    max_pdu: pdu.maxPdu,
    max_depth: pdu.maxDepth,
    mtypes: renamed(pdu.mtypes, ' '),
    error_codes: renamed(pdu.errorCodes, ' '),
    // The types of version 2.0.
    types: renamed(pdu.talkTypes, ' '),
  },
};

/** The commands that people type after a slash. */
export const typedTable: LuaValue = { commands: setOf(commandWords) };

function rowsOf(forms: typeof tsam.commandForms): LuaValue {
  const rows = Object.entries(forms).map(([name, { fields, answers, silent }]) => [name, { fields, answers, silent }]);
  return Object.fromEntries(rows);
}

function setOf(words: readonly string[]): LuaValue {
  return Object.fromEntries(words.map((word) => [word, true]));
}

/** `loginRequest` as `login request`, or with another character between. */
function renamed(table: Readonly<Record<string, string | number>>, between: string): LuaValue {
  const words = (key: string): string => key.replace(/[A-Z]/g, (letter) => between + letter.toLowerCase());
  return Object.fromEntries(Object.entries(table).map(([key, value]) => [words(key), value]));
}
