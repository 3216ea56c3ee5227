import { parse } from 'csv-parse/sync';

/** A cell of a notebook; `source` is Python in those that have an output. */
interface Cell {
  readonly source: string;
  /** What it prints; none for text. */
  readonly output?: string;
}

type Row = Readonly<Record<string, string>>;

const hexPairs = (hex: string): string => hex.replace(/..(?=.)/g, '$& ');

/** One row's bytes of one layer: those of its fields, each once. */
function layerBytes(fields: readonly Row[], row: string, layer: string): string {
  const own = fields.filter((field) => field['row'] === row && field['layer'] === layer);
  const bytes = new Map<number, string>();
  for (const { offset, bytes: hex = '' } of own) {
    for (let at = 0; at < hex.length / 2; at++) bytes.set(Number(offset) + at, hex.slice(2 * at, 2 * at + 2));
  }
  return [...bytes.keys()]
    .sort((one, other) => one - other)
    .map((at) => bytes.get(at) ?? '')
    .join('');
}

const layers = ['Application', 'Transport', 'Network', 'Link'] as const;

/**
 * The notebook for courses that hand one in: calls `polylogue encapsulate`, and builds the same packets with pandas alone.
 * `input`: the file with the messages; `fields`: what `--mode isolated --csv` prints for it. The outputs are those that
 * Python prints, made here from the same data.
 */
export function encapsulationNotebook(input: string, fields: string): string {
  const rows: readonly Row[] = parse(input, { columns: true });
  const all: readonly Row[] = parse(fields, { columns: true });
  const packet = (row: string): string =>
    layers
      .toReversed()
      .map((layer) => layerBytes(all, row, layer))
      .join('');
  const numbers = rows.map(({ msg_id: id = '' }) => id);
  const cells: readonly Cell[] = [
    { source: introduction },
    {
      source: readTable,
      output: rows
        .map((row) => `${row['msg_id']} ${row['src_app']} -> ${row['dst_app']}: ${row['message']}\n`)
        .join(''),
    },
    { source: aboutCommand },
    {
      source: runCommand,
      output:
        `${all.length} fields of ${numbers.length} rows\n` +
        all
          .filter(({ row, layer }) => row === '1' && layer === 'Network')
          .map(({ field = '', value = '', bytes = '' }) => `${field.padEnd(20)} ${value.padEnd(12)} ${bytes}\n`)
          .join(''),
    },
    { source: aboutLayers },
    {
      source: showLayers,
      output: numbers
        .map(
          (row) =>
            `row ${row}\n${layers.map((layer) => `  ${layer.padEnd(12)} ${layerBytes(all, row, layer)}\n`).join('')}`,
        )
        .join(''),
    },
    { source: aboutAlone },
    { source: buildHeaders, output: '20 20\n' },
    {
      source: compare,
      output: numbers.map((row) => `row ${row}: ${packet(row).length / 2} bytes, the same as the command's\n`).join(''),
    },
    { source: aboutDump },
    { source: dump, output: hexDump(packet('1')) },
    { source: ending },
  ];
  return notebook(cells);
}

function hexDump(hex: string): string {
  const lines = hex.match(/.{1,32}/g) ?? [];
  return lines
    .map((line, nth) => {
      const text = Buffer.from(line, 'hex')
        .toString('latin1')
        .replace(/[^ -~]/g, '.');
      return `${(16 * nth).toString(16).padStart(4, '0')}  ${hexPairs(line).padEnd(47)}  ${text}\n`;
    })
    .join('');
}

/** nbformat 4.5, as Jupyter writes it. */
function notebook(cells: readonly Cell[]): string {
  const lines = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  let executed = 0;
  const written = cells.map(({ source, output }, nth) => {
    const id = `cell-${nth + 1}`;
    if (output === undefined) return { cell_type: 'markdown', id, metadata: {}, source: lines(source) };
    executed++;
    const outputs = [{ name: 'stdout', output_type: 'stream', text: lines(output) }];
    return { cell_type: 'code', execution_count: executed, id, metadata: {}, outputs, source: lines(source) };
  });
  const metadata = {
    kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
    language_info: { file_extension: '.py', mimetype: 'text/x-python', name: 'python' },
  };
  return `${JSON.stringify({ cells: written, metadata, nbformat: 4, nbformat_minor: 5 }, undefined, 1)}\n`;
}

const introduction = `# Encapsulation of the messages in http_input.csv

What each message becomes on its way down: TCP puts a header before it, IP one before that, Ethernet one before that.
The first half asks \`polylogue encapsulate\`, the second builds the same bytes with pandas alone.

Before: \`pip install -r requirements.txt\`, and \`npm ci\` in the directory above.`;

const readTable = `import io
import shutil
import struct
import subprocess

import pandas as pd

table = pd.read_csv('http_input.csv')
for row in table.itertuples(index=False):
    print(f'{row.msg_id} {row.src_app} -> {row.dst_app}: {row.message}')`;

const aboutCommand = `## With the command

\`--mode isolated\` makes one packet for each row; \`--csv\` prints a line for each field of its headers.
\`npx --no\` runs the Polylogue of this directory and never installs one.`;

const runCommand = `command = [shutil.which('npx') or 'npx', '--no', 'polylogue', 'encapsulate', 'http_input.csv']
result = subprocess.run(command + ['--mode', 'isolated', '--csv'], capture_output=True, text=True, encoding='utf-8', check=True)
fields = pd.read_csv(io.StringIO(result.stdout), dtype=str, keep_default_na=False)
print(len(fields), 'fields of', len(table), 'rows')

network = fields[(fields['row'] == '1') & (fields['layer'] == 'Network')]
for field in network.itertuples(index=False):
    print(f'{field.field:20} {field.value:12} {field.bytes}')`;

const aboutLayers = `## The four layers of each row

The bytes of a layer are those of its fields. Fields of less than a byte share it.`;

const showLayers = `def layer_bytes(row, layer):
    found = {}
    for field in fields[(fields['row'] == row) & (fields['layer'] == layer)].itertuples(index=False):
        for at, byte in enumerate(bytes.fromhex(field.bytes)):
            found[int(field.offset) + at] = byte
    return bytes(found[at] for at in sorted(found))


for row in table['msg_id']:
    print('row', row)
    for layer in ['Application', 'Transport', 'Network', 'Link']:
        print(f'  {layer:12} {layer_bytes(str(row), layer).hex()}')`;

const aboutAlone = `## The same with pandas alone

IPv4 (RFC 791) and TCP (RFC 9293) headers of 20 bytes. Their checksums are the one's complement of the one's complement sum
of all 16-bit words (RFC 1071); TCP's also covers a pseudo header with both addresses.`;

const buildHeaders = `def checksum(data):
    if len(data) % 2 == 1:
        data += b'\\x00'
    total = sum(struct.unpack(f'!{len(data) // 2}H', data))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def address_bytes(address):
    return bytes(int(part) for part in address.split('.'))


def ip_header(source, destination, identification, length):
    def build(check):
        return struct.pack('!BBHHHBBH4s4s', 0x45, 0, 20 + length, identification, 0, 64, 6, check,
                           address_bytes(source), address_bytes(destination))
    return build(checksum(build(0)))


def tcp_header(source, destination, source_port, destination_port, sequence, payload):
    pseudo = address_bytes(source) + address_bytes(destination) + struct.pack('!BBH', 0, 6, 20 + len(payload))

    def build(check):
        return struct.pack('!HHIIBBHHH', source_port, destination_port, sequence, 0, 5 << 4, 0x18, 65535, check, 0)
    return build(checksum(pseudo + build(0) + payload))


def ethernet_header(source, destination):
    return bytes([2, 0]) + address_bytes(destination) + bytes([2, 0]) + address_bytes(source) + b'\\x08\\x00'


print(len(ip_header('10.0.0.1', '10.0.0.2', 1, 0)), len(tcp_header('10.0.0.1', '10.0.0.2', 1, 2, 3, b'')))`;

const compare = `# A sender chooses its sequence number and the identification as it likes: they are taken from the command here.
def chosen(row, layer, name):
    own = fields[(fields['row'] == row) & (fields['layer'] == layer)].set_index('field')['value']
    return int(own[name], 0)


ends = {'client_browser': ('10.0.0.1', 49152), 'web_server': ('10.0.0.2', 8080)}
packets = {}
for row in table.itertuples(index=False):
    number = str(row.msg_id)
    (source, source_port), (destination, destination_port) = ends[row.src_app], ends[row.dst_app]
    payload = row.message.encode('utf-8')
    sequence = chosen(number, 'Transport', 'Sequence number')
    segment = tcp_header(source, destination, source_port, destination_port, sequence, payload) + payload
    identification = chosen(number, 'Network', 'Identification')
    packet = ip_header(source, destination, identification, len(segment)) + segment
    packets[number] = ethernet_header(source, destination) + packet
    same = b''.join(layer_bytes(number, layer) for layer in ['Link', 'Network', 'Transport', 'Application'])
    verdict = "the same as the command's" if packets[number] == same else 'different'
    print(f'row {number}: {len(packets[number])} bytes, {verdict}')`;

const aboutDump = `## The first packet, byte by byte`;

const dump = `packet = packets['1']
for at in range(0, len(packet), 16):
    line = packet[at:at + 16]
    text = ''.join(chr(byte) if 32 <= byte < 127 else '.' for byte in line)
    print(f'{at:04x}  {line.hex(" "):47}  {text}')`;

const ending = `## For Wireshark and for a browser

    npx --no polylogue encapsulate http_input.csv --out packets.pcapng --out report.html

makes whole conversations of the rows: open \`packets.pcapng\` with the display filter \`tcp.port == 8080\`. And

    npx --no polylogue listen 8080
    npx --no polylogue encapsulate http_input.csv --mode live --to 127.0.0.1:8080 --out sent.pcapng

in two terminals sends them for real.`;
