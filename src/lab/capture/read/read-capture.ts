import { Buffer } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { constants, createGunzip, createZstdDecompress } from 'node:zlib';

import { CaptureParser, type NotACapture } from './capture-parser.ts';
import type { CaptureFile, PacketVisitor } from './packet.ts';

const chunkBytes = 1 << 20;

type Unpacker = Readable & NodeJS.WritableStream;

const unpackers = [
  {
    name: 'gzip',
    magic: Buffer.of(0x1f, 0x8b),
    // What was cut off is unpacked as far as it goes.
    make: (): Unpacker => createGunzip({ chunkSize: chunkBytes, finishFlush: constants.Z_SYNC_FLUSH }),
  },
  {
    name: 'zstd',
    magic: Buffer.of(0x28, 0xb5, 0x2f, 0xfd),
    make: (): Unpacker => createZstdDecompress({ chunkSize: chunkBytes }),
  },
] as const;

/**
 * Shows every packet of a pcap or pcapng file, packed with gzip or zstd or not, in the order of the file. Holds a few
 * megabytes of it, and one packet. A file that ends in the middle is read as far as it goes, and `damage` says so.
 * `progress` hears how many bytes of the file have been read. Rejects with Node's error when the file cannot be opened
 * or read.
 */
export async function readCapture(
  path: string,
  visit: PacketVisitor,
  progress?: (bytes: number) => void,
): Promise<CaptureFile | NotACapture> {
  const head = await firstBytes(path);
  const unpacker = unpackers.find(({ magic }) => head.subarray(0, magic.length).equals(magic));
  const stream = createReadStream(path, { highWaterMark: chunkBytes });
  let unreadable: Error | undefined;
  stream.on('error', (error) => (unreadable = error));
  // Errors come out of the iteration below.
  const source: Readable = unpacker ? pipeline(stream, unpacker.make(), () => {}) : stream;
  const parser = new CaptureParser(visit);
  let damage: string | undefined;
  try {
    for await (const chunk of source) {
      progress?.(stream.bytesRead);
      if (!parser.push(chunk)) break;
    }
  } catch (error) {
    if (unreadable || !isUnpackingError(error)) throw error;
    damage = `the ${unpacker?.name} data is damaged`;
  } finally {
    stream.destroy();
  }
  const file = parser.end(damage);
  if ('packets' in file) file.compression = unpacker?.name;
  return file;
}

const isUnpackingError = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  /^(?:Z_|ZSTD_|ERR_ZLIB|ERR_STREAM_PREMATURE_CLOSE)/.test(String(error.code));

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
