import { Buffer } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { constants, createGunzip, createZstdDecompress } from 'node:zlib';

import { CaptureParser, type NotACapture } from './capture-parser.ts';
import type { CaptureFile, PacketVisitor } from './packet.ts';

const chunkBytes = 1 << 18;

type Unpacker = Readable & NodeJS.WritableStream;

const unpackers = [
  {
    name: 'gzip',
    magic: Buffer.of(0x1f, 0x8b),
    // An incomplete file is unpacked as far as possible.
    make: (): Unpacker => createGunzip({ chunkSize: chunkBytes, finishFlush: constants.Z_SYNC_FLUSH }),
  },
  {
    name: 'zstd',
    magic: Buffer.of(0x28, 0xb5, 0x2f, 0xfd),
    make: (): Unpacker => createZstdDecompress({ chunkSize: chunkBytes }),
  },
] as const;

/**
 * Reads every packet of a pcap or pcapng file, also compressed with gzip or zstd, in the order of the file. Keeps a few
 * megabytes of it in memory, and one packet. An incomplete file is read as far as possible, and `damage` says so.
 * `progress` is called with the number of bytes read. Rejects with Node's error when the file cannot be opened or read.
 */
export async function readCapture(
  path: string,
  visit: PacketVisitor,
  progress: (bytes: number) => void = () => {},
): Promise<CaptureFile | NotACapture> {
  const parser = new CaptureParser(visit);
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    const head = buffer.subarray(0, bytesRead);
    const unpacker = unpackers.find(({ magic }) => head.subarray(0, magic.length).equals(magic));
    if (!unpacker) {
      await readPlain(file, parser, progress);
      return parser.end();
    }
    const read = parser.end(await unpackInto(parser, path, unpacker, progress));
    if ('packets' in read) read.compression = unpacker.name;
    return read;
  } finally {
    await file.close();
  }
}

async function readPlain(file: FileHandle, parser: CaptureParser, progress: (bytes: number) => void): Promise<void> {
  for (let at = 0; ;) {
    const { bytesRead } = await file.read(parser.spaceFor(chunkBytes), 0, chunkBytes, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    progress(at);
    if (!parser.wrote(bytesRead)) return;
  }
}

/** Resolves with the error in the compressed data, if there is one. */
async function unpackInto(
  parser: CaptureParser,
  path: string,
  { name, make }: (typeof unpackers)[number],
  progress: (bytes: number) => void,
): Promise<string | undefined> {
  const stream = createReadStream(path, { highWaterMark: chunkBytes });
  let unreadable: Error | undefined;
  stream.on('error', (error) => (unreadable = error));
  // The iteration below throws the errors.
  const unpacked: Readable = pipeline(stream, make(), () => {});
  try {
    for await (const chunk of unpacked) {
      progress(stream.bytesRead);
      if (!parser.push(chunk)) break;
    }
  } catch (error) {
    if (unreadable || !isUnpackingError(error)) throw error;
    return `the ${name} data is damaged`;
  } finally {
    stream.destroy();
  }
  return undefined;
}

const isUnpackingError = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  /^(?:Z_|ZSTD_|ERR_ZLIB|ERR_STREAM_PREMATURE_CLOSE)/.test(String(error.code));
