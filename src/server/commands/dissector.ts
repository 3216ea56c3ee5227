import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

import { dialects } from '#dialects/index.ts';
import { dissectorLua, firstWords } from '#lab/dissector/dissector.ts';
import type { Dissected } from '#lab/dissector/tables.ts';
import { type Command, type Given, textOf, UsageError } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { CommandError } from '#server/control/command-error.ts';
import { version } from '#server/version.ts';
import { exits } from '#store/store-error.ts';
import { say, reportingRefusals } from './report-refusals.ts';
import { standardOutput } from './standard-output.ts';
import { systemReason } from '#text/system-reason.ts';

/** `polylogue dissector`: prints a plugin for Wireshark that shows our protocols. */
export const dissectorCommand: Command = {
  name: 'dissector',
  args: '',
  count: [0, 0],
  summary: 'print a Wireshark dissector for these protocols',
  about: `Prints one Lua file for Wireshark and tshark (3.6 or later) that decodes the protocols tsam, chatroom, nick, direct
and pdu: who said what, which answer belongs to which request and how long it took, and violations of
the protocol. Display filters are named tsam.command, nick.from, direct.text, pdu.mtype and so on.

Wireshark loads it from its folder of personal Lua plugins, which --install writes to:
  Linux, macOS  ~/.local/lib/wireshark/plugins
  Windows       %APPDATA%\\Wireshark\\plugins

Then restart Wireshark, or choose Analyze > Reload Lua Plugins. Preferences, such as the ports, are under
Edit > Preferences > Protocols. Without installing it: tshark -X lua_script:polylogue.lua -r FILE.
docs/dissector.md lists all filters.`,
  options: {
    install: { help: "write it to Wireshark's folder of personal Lua plugins" },
    out: { value: 'FILE', help: 'write it to FILE: on Windows, > may change its encoding' },
    force: { help: 'overwrite any file; an older dissector of Polylogue is replaced without --force' },
  },
  examples: ['polylogue dissector --install', 'polylogue dissector > polylogue.lua'],
  run: (given, stdio) => reportingRefusals('dissector', stdio, () => runDissector(given, stdio, process.env)),
};

type Environment = Readonly<Record<string, string | undefined>>;

/** Resolves with the exit code. Throws `UsageError` and `CommandError`. */
export async function runDissector(given: Given, stdio: Stdio, environment: Environment): Promise<number> {
  const { values } = given;
  const [out, install, force] = [textOf(values, 'out'), values['install'] === true, values['force'] === true];
  if (install && out !== undefined) throw new UsageError('Choose --install or --out.');
  if (out === '') throw new UsageError('FILE is empty.');
  const lua = dissectorLua({ version, ports: usualPorts() });
  const file = install ? join(pluginFolder(process.platform, environment), 'polylogue.lua') : out;
  if (file === undefined) return await print(lua, stdio);
  if (install) mkdirSync(dirname(file), { recursive: true });
  write(file, lua, force);
  say(
    stdio,
    install ? `Written to ${file}. Restart Wireshark, or choose Analyze > Reload Lua Plugins.` : `Written to ${file}.`,
  );
  return 0;
}

/** The TCP port each dialect listens on by default. */
export function usualPorts(): Readonly<Record<Dissected, number>> {
  const port = (name: Dissected): number => {
    const dialect = dialects.find((each) => each.name === name);
    if (!dialect) throw new Error(`there is no dialect ${name}`);
    return dialect.port;
  };
  return {
    tsam: port('tsam'),
    chatroom: port('chatroom'),
    nick: port('nick'),
    direct: port('direct'),
    pdu: port('pdu'),
  };
}

/** The directory of a user's Lua plugins for Wireshark: its User's Guide, "Configuration Files and Plugin Folders". */
export function pluginFolder(platform: NodeJS.Platform, environment: Environment): string {
  const home = environment['HOME'] || homedir();
  if (platform !== 'win32') return join(home, '.local', 'lib', 'wireshark', 'plugins');
  return join(environment['APPDATA'] || join(home, 'AppData', 'Roaming'), 'Wireshark', 'plugins');
}

async function print(lua: string, stdio: Stdio): Promise<number> {
  const output = standardOutput(stdio.stdout);
  await output.write(lua);
  await output.end();
  if (output.terminal) say(stdio, 'To keep it: polylogue dissector --out polylogue.lua, or --install for Wireshark.');
  return 0;
}

function write(file: string, lua: string, force: boolean): void {
  if (!force && existsSync(file) && !isOurs(file)) {
    throw new CommandError(
      `${file} is not a dissector of Polylogue. Choose another file, or overwrite it with --force.`,
      exits.unwritable,
    );
  }
  try {
    writeFileSync(file, lua);
  } catch (error) {
    throw new CommandError(`cannot write ${file}: ${systemReason(error, 'directory')}.`, exits.unwritable);
  }
}

function isOurs(file: string): boolean {
  try {
    return readFileSync(file, 'latin1').startsWith(firstWords);
  } catch {
    return false;
  }
}
