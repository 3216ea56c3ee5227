/** One row of the import table: what a file at this path may import and what it may not. */
export interface Row {
  readonly file: string;
  readonly may: readonly string[];
  readonly mayNot: readonly string[];
}

const everything = [
  '#chat/hub/hub.ts',
  '#text/lines.ts',
  '#server/log.ts',
  '#dialects/irc/codec.ts',
  'node:net',
  'node:fs/promises',
];

export const importTable: readonly Row[] = [
  {
    file: 'src/text/probe.ts',
    may: ['./lines.ts', './deep/lines.ts'],
    mayNot: ['node:util', '#chat/event.ts', '#link/link.ts', '../chat/event.ts', 'fast-check'],
  },
  {
    file: 'src/chat/probe.ts',
    may: ['./names.ts', '#chat/hub/hub.ts', '#chat/order/line.ts', '#text/lines.ts'],
    mayNot: ['node:fs', 'node:fs/promises', '#bus/local.ts', '#chat/../bus/local.ts', '../bus/local.ts', 'fast-check'],
  },
  {
    file: 'src/chat/order/probe.ts',
    may: ['./world.ts', '#chat/event.ts', '#chat/order/world.ts', '#text/lines.ts'],
    mayNot: [
      '#chat/hub/seat.ts',
      '#chat/login/logins.ts',
      '../event.ts',
      '../hub/seat.ts',
      'node:fs',
      '#store/rows.ts',
    ],
  },
  {
    file: 'src/chat/order/kinds/probe.ts',
    may: ['./message.ts', '#chat/event.ts', '#chat/order/world.ts'],
    mayNot: ['#chat/hub/seat.ts', '../world.ts', './../../bus/local.ts', './a/../../../bus/local.ts'],
  },
  {
    file: 'src/chat/hub/probe.ts',
    may: ['./seat.ts', '#chat/event.ts', '#chat/order/settled.ts', '#text/frames.ts'],
    mayNot: ['#chat/login/logins.ts', '../event.ts', 'node:fs', '#link/link.ts'],
  },
  {
    file: 'src/chat/login/probe.ts',
    may: ['./logins.ts', '#chat/event.ts', '#chat/hub/seat.ts'],
    mayNot: ['#chat/order/world.ts', '../hub/seat.ts', 'node:crypto', '#store/rows.ts'],
  },
  {
    file: 'src/commands/probe.ts',
    may: ['./table.ts', '#commands/table.ts', '#chat/chat.ts', '#text/quoted.ts'],
    mayNot: ['node:util', '#dialects/dialect.ts', '#client/client.ts', '../chat/chat.ts', '#server/log.ts'],
  },
  {
    file: 'src/chat/search/probe.ts',
    may: ['./searches.ts', '#chat/event.ts', '#chat/hub/seat.ts', '#chat/order/world.ts', '#text/words.ts'],
    mayNot: ['../hub/seat.ts', 'node:sqlite', '#store/search/message-index.ts'],
  },
  {
    file: 'src/bus/probe.ts',
    may: ['./local.ts', '#chat/chat.ts', 'node:fs', 'node:timers/promises'],
    mayNot: ['#store/memory.ts', '#link/link.ts', '../store/memory.ts', '../../test/x.ts', 'fs', 'nats'],
  },
  {
    file: 'src/store/probe.ts',
    may: ['./sqlite.ts', '#chat/event.ts', '#store/sql.ts', '#text/words.ts', 'node:sqlite', 'node:fs/promises'],
    mayNot: ['#bus/local.ts', '#server/log.ts', '../bus/local.ts', '..', 'sqlite'],
  },
  {
    file: 'src/link/probe.ts',
    may: ['./outbox.ts', 'node:net', 'node:stream/promises', 'ws'],
    mayNot: ['#chat/chat.ts', '#dialects/dialect.ts', '../chat/hub.ts', 'net', 'hono'],
  },
  {
    file: 'src/dialects/index.ts',
    may: ['./dialect.ts', './irc/irc.ts', '#commands/table.ts', '#chat/chat.ts', '#link/link.ts'],
    mayNot: ['node:net', '#server/log.ts', '#bus/local.ts', '../chat/hub.ts'],
  },
  {
    file: 'src/dialects/irc/codec.ts',
    may: ['./numerics.ts', '#chat/event.ts', '#text/lines.ts'],
    mayNot: ['node:buffer', '../dialect.ts', '#link/link.ts', '../pdu/codec.ts', '#dialects/pdu/codec.ts'],
  },
  {
    file: 'src/dialects/irc/render.ts',
    may: ['./codec.ts', '../signal-sentence.ts', '#chat/event.ts'],
    mayNot: ['node:util', '../dialect.ts', '#link/link.ts', '../pdu/render.ts'],
  },
  {
    file: 'src/dialects/irc/irc.ts',
    may: [
      './codec.ts',
      './commands/join.ts',
      '#commands/table.ts',
      '../byte-desk.ts',
      '../byte-session.ts',
      '../dialect.ts',
      '../journal.ts',
      '../party.ts',
      '../read-lines.ts',
      '../refusals.ts',
      '#chat/chat.ts',
      '#link/link.ts',
      'node:util',
    ],
    mayNot: [
      '../pdu/codec.ts',
      '../index.ts',
      '#client/client.ts',
      '#dialects/pdu/codec.ts',
      '#bus/local.ts',
      '#server/log.ts',
      'irc',
    ],
  },
  {
    file: 'src/dialects/irc/commands/join.ts',
    may: [
      './part.ts',
      '../codec.ts',
      '#commands/table.ts',
      '../../dialect.ts',
      '#chat/chat.ts',
      '#link/link.ts',
      'node:util',
    ],
    mayNot: ['../../pdu/codec.ts', '../../index.ts', '../../../server/log.ts', '#store/memory.ts'],
  },
  {
    file: 'src/dialects/irc/client/conversation.ts',
    may: [
      './words.ts',
      '../codec.ts',
      '../../dialect.ts',
      '../../party.ts',
      '#client/naming.ts',
      '#commands/table.ts',
      '#chat/event.ts',
      '#link/paced.ts',
    ],
    mayNot: [
      '../commands/join.ts',
      '../../pdu/codec.ts',
      '../../index.ts',
      '#dialects/pdu/codec.ts',
      '#term/screen.ts',
    ],
  },
  {
    file: 'src/client/probe.ts',
    may: [
      './backoff.ts',
      '#commands/table.ts',
      '#chat/event.ts',
      '#link/link.ts',
      '#dialects/dialect.ts',
      '#dialects/party.ts',
    ],
    mayNot: [
      'node:net',
      '#dialects/irc/client.ts',
      '#dialects/index.ts',
      '../dialects/dialect.ts',
      '#term/screen.ts',
      '../link/link.ts',
    ],
  },
  {
    file: 'src/term/probe.ts',
    may: [
      './screen.ts',
      '#client/client.ts',
      '#commands/table.ts',
      '#chat/event.ts',
      '#link/link.ts',
      'node:readline',
      'node:fs/promises',
    ],
    mayNot: ['#server/log.ts', '#dialects/irc/client.ts', '#web/page.ts', '../client/client.ts'],
  },
  {
    file: 'src/web/probe.ts',
    may: [
      './page.ts',
      '#web/model/rooms.ts',
      '#client/client.ts',
      '#commands/table.ts',
      '#text/lines.ts',
      '#dialects/web/protocol.ts',
      'preact',
      'preact/hooks',
      '@preact/signals',
    ],
    mayNot: [
      'node:http',
      '#server/http.ts',
      '#term/screen.ts',
      '#chat/event.ts',
      '#dialects/web/session.ts',
      '#dialects/index.ts',
      '../client/client.ts',
      'react',
    ],
  },
  {
    file: 'src/lab/probe.ts',
    may: [
      './runner.ts',
      '#lab/check/check.ts',
      '#commands/table.ts',
      '#dialects/irc/codec.ts',
      '#text/lines.ts',
      '#link/pipe.ts',
      'node:fs/promises',
    ],
    mayNot: ['#chat/chat.ts', '#dialects/irc/irc.ts', '#dialects/index.ts', '#server/log.ts', '../link/pipe.ts'],
  },
  {
    file: 'src/lab/check/chatroom/probe.ts',
    may: ['./blocks.ts', '#lab/check/check.ts', '#dialects/chatroom/sealing.ts', '#dialects/chatroom/pickle.ts'],
    mayNot: ['#chat/chat.ts', '#dialects/chatroom/session.ts', '#dialects/pdu/json.ts', '../check.ts'],
  },
  {
    file: 'src/lab/encapsulate/probe.ts',
    may: ['./table.ts', '#lab/capture/frames.ts', '#text/visible.ts', 'node:net', 'csv-parse', 'csv-parse/sync'],
    mayNot: ['#chat/hub.ts', '#dialects/index.ts', '#server/log.ts', '../capture/frames.ts', 'csv-stringify'],
  },
  {
    file: 'src/server/probe.ts',
    may: ['./log.ts', ...everything],
    mayNot: ['../chat/hub.ts', 'fs', 'fast-check', 'pino', 'csv-parse'],
  },
  {
    file: 'src/cli.ts',
    may: ['./server/serve.ts', '#store/backup.ts', ...everything],
    mayNot: ['../test/x.ts', 'fs', 'fast-check', 'commander'],
  },
  { file: 'src/elsewhere/probe.ts', may: [], mayNot: ['./other.ts', 'node:fs', '#chat/chat.ts'] },
  { file: 'src/chat/probe.test.ts', may: ['./names.ts', '../bus/local.ts', 'fast-check', ...everything], mayNot: [] },
  { file: 'src/chat/bus-suite.ts', may: ['./names.ts', 'fast-check', ...everything], mayNot: [] },
  { file: 'src/dialects/irc/codec.test.ts', may: ['../pdu/codec.ts', 'fast-check', ...everything], mayNot: [] },
  { file: 'test/probe.test.ts', may: ['./x.ts', '../src/chat/hub.ts', 'fast-check', ...everything], mayNot: [] },
];
