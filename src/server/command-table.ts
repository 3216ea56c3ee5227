import { dialects } from '#dialects/index.ts';
import type { Command } from './command.ts';
import { accountAddCommand } from './commands/account-add.ts';
import { accountListCommand } from './commands/account-list.ts';
import { accountPasswdCommand } from './commands/account-passwd.ts';
import { accountResetCommand } from './commands/account-reset.ts';
import { accountRoleCommand } from './commands/account-role.ts';
import { accountRemoveCommand } from './commands/account-remove.ts';
import { accountDevicesCommand, accountLogoutCommand } from './commands/account-devices.ts';
import { botAddCommand, botListCommand, botRemoveCommand } from './commands/bot.ts';
import { webhookAddCommand, webhookListCommand, webhookRemoveCommand } from './commands/webhook.ts';
import { auditCommand } from './commands/audit.ts';
import { backupCommand } from './commands/backup.ts';
import { banCommand, unbanCommand } from './commands/ban.ts';
import { captureStartCommand } from './commands/capture-start.ts';
import { captureStopCommand } from './commands/capture-stop.ts';
import { captureStatusCommand } from './commands/capture-status.ts';
import { captureSessionsCommand } from './commands/capture-sessions.ts';
import { captureExportCommand } from './commands/capture-export.ts';
import { captureDoctorCommand } from './commands/capture-doctor.ts';
import { captureFromTranscriptCommand } from './commands/capture-from-transcript.ts';
import { captureTranscriptCommand } from './commands/capture-transcript.ts';
import { deleteCommand } from './commands/delete.ts';
import { dissectorCommand } from './commands/dissector.ts';
import { encapsulateCommand } from './commands/encapsulate.ts';
import { checkCommand } from './commands/check.ts';
import { exceptCommand, unexceptCommand } from './commands/except.ts';
import { historyCommand } from './commands/history.ts';
import { importChatroomCommand } from './commands/import-chatroom.ts';
import { inviteCommand } from './commands/invite.ts';
import { kickCommand } from './commands/kick.ts';
import { muteCommand, unmuteCommand } from './commands/mute.ts';
import { sayCommand } from './commands/say.ts';
import { listenCommand } from './commands/listen.ts';
import { peerAddCommand, peerListCommand, peerRemoveCommand } from './commands/peer.ts';
import { recordCommand } from './commands/record.ts';
import { roomsCommand } from './commands/rooms.ts';
import { roomCloseCommand, roomRenameCommand, roomTopicCommand } from './commands/room-changes.ts';
import { roomRoleCommand } from './commands/room-role.ts';
import { roomSetCommand } from './commands/room-set.ts';
import { settingsCommand } from './commands/settings.ts';
import { statusCommand } from './commands/status.ts';
import { transcriptsCommand } from './commands/transcripts.ts';
import { clientCommand, hasClient } from './run-client.ts';
import { whoCommand } from './commands/who.ts';
import { serverCommand } from './run-dialect-server.ts';
import { serveCommand } from './run-serve.ts';

/** Commands for one purpose. */
export interface Group {
  readonly title: string;
  readonly commands: readonly Command[];
}

/** All commands of `polylogue`, in the order of `--help`. */
export const groups: readonly Group[] = [
  { title: 'Start a chat', commands: [serveCommand(dialects), ...dialects.map(serverCommand)] },
  { title: 'Join a chat', commands: dialects.filter(hasClient).map(clientCommand) },
  {
    title: 'Inspect',
    commands: [
      statusCommand,
      roomsCommand,
      whoCommand,
      historyCommand,
      recordCommand,
      checkCommand,
      transcriptsCommand,
      captureStartCommand,
      captureStopCommand,
      captureStatusCommand,
      captureSessionsCommand,
      captureExportCommand,
    ],
  },
  {
    title: 'Inspect packets',
    commands: [
      captureDoctorCommand,
      captureTranscriptCommand,
      captureFromTranscriptCommand,
      dissectorCommand,
      encapsulateCommand,
      listenCommand,
    ],
  },
  {
    title: 'Administer',
    commands: [
      accountAddCommand,
      accountPasswdCommand,
      accountListCommand,
      accountRemoveCommand,
      accountRoleCommand,
      accountResetCommand,
      accountDevicesCommand,
      accountLogoutCommand,
      botAddCommand,
      botListCommand,
      botRemoveCommand,
      webhookAddCommand,
      webhookListCommand,
      webhookRemoveCommand,
      kickCommand,
      banCommand,
      unbanCommand,
      muteCommand,
      unmuteCommand,
      exceptCommand,
      unexceptCommand,
      deleteCommand,
      roomRoleCommand,
      roomSetCommand,
      roomTopicCommand,
      roomRenameCommand,
      roomCloseCommand,
      sayCommand,
      inviteCommand,
      settingsCommand,
      auditCommand,
      peerListCommand,
      peerAddCommand,
      peerRemoveCommand,
      backupCommand,
      importChatroomCommand,
    ],
  },
];
