import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runWireshark } from '#lab/capture/tshark.ts';
import { dissectorPicture } from './dissector-picture.ts';
import { exampleCaptures } from './captured-scenes.ts';
import { terminalPicture } from './tshark-picture.ts';

/** Writes the captures of this folder, and with --pictures those of docs/captures.md and docs/dissector.md: npm run examples -- --pictures */
for (const [name, make] of Object.entries(exampleCaptures)) {
  const { bytes, passed } = await make();
  writeFileSync(new URL(name, import.meta.url), bytes);
  console.log(`${name}: ${bytes.length} bytes, ${passed.length} connections`);
}

/** What tshark shows of an example: a picture's name, the file, arguments, which of the lines, and words for who cannot see it. */
const pictures = [
  [
    'capture-tsam',
    'client_server_trace.pcap',
    '-Y tcp.port==4021 -t r',
    24,
    'A tsam session in tshark: handshake, commands, replies',
  ],
  [
    ...['capture-comments', 'direct_five_clients.pcapng'],
    `-Y 'tcp.len>0' -T fields -e frame.number -e tcp.srcport -e tcp.dstport -e tcp.len -e frame.comment`,
    ...[24, 'Five direct clients in tshark, with the comments that say who speaks to whom'],
  ],
  [
    'capture-follow',
    'direct_five_clients.pcapng',
    '-q -z follow,tcp,ascii,0',
    40,
    'One conversation, followed by tshark',
  ],
] as const;

if (process.argv.includes('--pictures')) {
  for (const [name, file, args, most, label] of pictures) {
    const path = fileURLToPath(new URL(file, import.meta.url));
    const output = await runWireshark('tshark', ['-n', '-r', path, ...args.replaceAll("'", '').split(' ')]);
    const shown = output.replaceAll('\t', '  ').split('\n').slice(0, most).join('\n');
    const picture = terminalPicture(`tshark -r ${file} ${args}`, shown, label);
    writeFileSync(new URL(`../docs/${name}.svg`, import.meta.url), picture);
    console.log(`docs/${name}.svg`);
  }
  writeFileSync(new URL('../docs/dissector.svg', import.meta.url), await dissectorPicture());
  console.log('docs/dissector.svg');
}
