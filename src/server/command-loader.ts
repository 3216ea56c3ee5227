import type { Command } from './command.ts';

type Load = () => Promise<Command>;

/**
 * Loads one command with only the modules it needs. Loading takes most of a command's start time; loading all commands
 * (`command-table.ts`), with all dialects and clients, takes twice as long.
 */
const loaders: Readonly<Record<string, Load>> = {
  serve: async () => {
    const [{ serveCommand }, { dialects }] = await Promise.all([
      import('./run-serve.ts'),
      import('#dialects/index.ts'),
    ]);
    return serveCommand(dialects);
  },
  history: async () => (await import('./commands/history.ts')).historyCommand,
  record: async () => (await import('./commands/record.ts')).recordCommand,
  encapsulate: async () => (await import('./commands/encapsulate.ts')).encapsulateCommand,
  listen: async () => (await import('./commands/listen.ts')).listenCommand,
  transcripts: async () => (await import('./commands/transcripts.ts')).transcriptsCommand,
  'account add': async () => (await import('./commands/account-add.ts')).accountAddCommand,
  'account passwd': async () => (await import('./commands/account-passwd.ts')).accountPasswdCommand,
  'account list': async () => (await import('./commands/account-list.ts')).accountListCommand,
  'account remove': async () => (await import('./commands/account-remove.ts')).accountRemoveCommand,
  'account role': async () => (await import('./commands/account-role.ts')).accountRoleCommand,
  'account reset': async () => (await import('./commands/account-reset.ts')).accountResetCommand,
  'rooms role': async () => (await import('./commands/room-role.ts')).roomRoleCommand,
  'rooms set': async () => (await import('./commands/room-set.ts')).roomSetCommand,
  'rooms topic': async () => (await import('./commands/room-changes.ts')).roomTopicCommand,
  'rooms rename': async () => (await import('./commands/room-changes.ts')).roomRenameCommand,
  'rooms close': async () => (await import('./commands/room-changes.ts')).roomCloseCommand,
  'account devices': async () => (await import('./commands/account-devices.ts')).accountDevicesCommand,
  'account logout': async () => (await import('./commands/account-devices.ts')).accountLogoutCommand,
  'bot add': async () => (await import('./commands/bot.ts')).botAddCommand,
  'bot list': async () => (await import('./commands/bot.ts')).botListCommand,
  'bot remove': async () => (await import('./commands/bot.ts')).botRemoveCommand,
  'webhook add': async () => (await import('./commands/webhook.ts')).webhookAddCommand,
  'webhook list': async () => (await import('./commands/webhook.ts')).webhookListCommand,
  'webhook remove': async () => (await import('./commands/webhook.ts')).webhookRemoveCommand,
  rooms: async () => (await import('./commands/rooms.ts')).roomsCommand,
  who: async () => (await import('./commands/who.ts')).whoCommand,
  settings: async () => (await import('./commands/settings.ts')).settingsCommand,
  invite: async () => (await import('./commands/invite.ts')).inviteCommand,
  kick: async () => (await import('./commands/kick.ts')).kickCommand,
  ban: async () => (await import('./commands/ban.ts')).banCommand,
  unban: async () => (await import('./commands/ban.ts')).unbanCommand,
  mute: async () => (await import('./commands/mute.ts')).muteCommand,
  unmute: async () => (await import('./commands/mute.ts')).unmuteCommand,
  except: async () => (await import('./commands/except.ts')).exceptCommand,
  unexcept: async () => (await import('./commands/except.ts')).unexceptCommand,
  delete: async () => (await import('./commands/delete.ts')).deleteCommand,
  say: async () => (await import('./commands/say.ts')).sayCommand,
  audit: async () => (await import('./commands/audit.ts')).auditCommand,
  status: async () => (await import('./commands/status.ts')).statusCommand,
  'capture start': async () => (await import('./commands/capture-start.ts')).captureStartCommand,
  'capture stop': async () => (await import('./commands/capture-stop.ts')).captureStopCommand,
  'capture status': async () => (await import('./commands/capture-status.ts')).captureStatusCommand,
  'capture sessions': async () => (await import('./commands/capture-sessions.ts')).captureSessionsCommand,
  'capture export': async () => (await import('./commands/capture-export.ts')).captureExportCommand,
  'capture doctor': async () => (await import('./commands/capture-doctor.ts')).captureDoctorCommand,
  'capture from-transcript': async () =>
    (await import('./commands/capture-from-transcript.ts')).captureFromTranscriptCommand,
  'capture transcript': async () => (await import('./commands/capture-transcript.ts')).captureTranscriptCommand,
  dissector: async () => (await import('./commands/dissector.ts')).dissectorCommand,
  check: async () => (await import('./commands/check.ts')).checkCommand,
  'peer add': async () => (await import('./commands/peer.ts')).peerAddCommand,
  'peer list': async () => (await import('./commands/peer.ts')).peerListCommand,
  'peer remove': async () => (await import('./commands/peer.ts')).peerRemoveCommand,
  backup: async () => (await import('./commands/backup.ts')).backupCommand,
  'import chatroom': async () => (await import('./commands/import-chatroom.ts')).importChatroomCommand,
};

/** Commands such as `nick server`, by their second word. */
const dialectLoaders: Readonly<Record<string, (name: string) => Promise<Command | undefined>>> = {
  server: async (name) => {
    const [{ serverCommand }, { dialects }] = await Promise.all([
      import('./run-dialect-server.ts'),
      import('#dialects/index.ts'),
    ]);
    return dialects.filter((dialect) => dialect.name === name).map(serverCommand)[0];
  },
  client: async (name) => {
    const [{ clientCommand, hasClient }, { dialects }] = await Promise.all([
      import('./run-client.ts'),
      import('#dialects/index.ts'),
    ]);
    return dialects.filter((dialect) => dialect.name === name && hasClient(dialect)).map(clientCommand)[0];
  },
};

/**
 * The command at the beginning of a command line. Undefined if there is none, or if all commands are needed to decide.
 */
export async function loadCommand([first = '', second = '']: readonly string[]): Promise<Command | undefined> {
  for (const name of [`${first} ${second}`, first]) {
    if (Object.hasOwn(loaders, name)) return await loaders[name]?.();
  }
  return Object.hasOwn(dialectLoaders, second) ? await dialectLoaders[second]?.(first) : undefined;
}
