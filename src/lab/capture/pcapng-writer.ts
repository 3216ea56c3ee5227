import { parseAddress } from './address.ts';
import { ByteWriter } from './byte-writer.ts';
import { type CaptureFormat, longestComment } from './capture-format.ts';
import type { Side } from './tcp-conversation.ts';

/** pcapng: draft-ietf-opsawg-pcapng. Little-endian, one section, times in ns. */

const blocks = { section: 0x0a0d_0d0a, interface: 1, names: 4, statistics: 5, packet: 6 } as const;
const ethernet = 1;
const nanoseconds = 9;
/** Bits 0 and 1 of a packet's flags. */
const directions: Readonly<Record<Side, number>> = { client: 1, server: 2 };

const utf8 = new TextEncoder();

export function pcapngFormat(): CaptureFormat {
  const out = new ByteWriter();
  const options = optionsOf(out);
  const block = (type: number, body: () => void): Uint8Array => {
    out.u32(type);
    out.u32(0);
    body();
    const length = out.length + 4;
    out.u32(length);
    out.u32At(4, length);
    return out.take();
  };
  return {
    head: ({ program, comment }) =>
      block(blocks.section, () => {
        out.u32(0x1a2b_3c4d);
        out.u16(1);
        out.u16(0);
        out.u64(0xffff_ffff_ffff_ffffn);
        options.text(1, comment);
        options.text(4, program);
        options.end();
      }),
    interface: ({ name, description }) =>
      block(blocks.interface, () => {
        out.u16(ethernet);
        out.u16(0);
        out.u32(0);
        options.text(2, name);
        if (description !== undefined) options.text(3, description);
        options.bytes(9, Uint8Array.of(nanoseconds));
        options.end();
      }),
    packet: ({ bytes, time, interface: number, from, comment }) =>
      block(blocks.packet, () => {
        out.u32(number);
        out.time(time);
        out.u32(bytes.length);
        out.u32(bytes.length);
        out.bytes(bytes);
        out.pad();
        if (comment === undefined && from === undefined) return;
        if (comment !== undefined) options.text(1, comment);
        if (from !== undefined) options.bytes(2, Uint8Array.of(directions[from], 0, 0, 0));
        options.end();
      }),
    names: (names) =>
      block(blocks.names, () => {
        for (const [address, name] of names) {
          const [bytes, text] = [parseAddress(address), cutText(name.replaceAll('\0', ''))];
          options.bytes(bytes.length === 4 ? 1 : 2, Uint8Array.from([...bytes, ...text, 0]));
        }
        options.end();
      }),
    statistics: (statistics) =>
      block(blocks.statistics, () => {
        out.u32(statistics.interface);
        out.time(statistics.end);
        options.time(2, statistics.start);
        options.time(3, statistics.end);
        options.number(4, statistics.received);
        options.number(5, statistics.dropped);
        options.end();
      }),
  };
}

/** Options, and the records of names, which look the same: code, length, value, padding. */
function optionsOf(out: ByteWriter): {
  bytes(code: number, value: Uint8Array): void;
  text(code: number, text: string): void;
  number(code: number, value: bigint): void;
  time(code: number, time: bigint): void;
  end(): void;
} {
  const begin = (code: number, length: number): void => {
    out.u16(code);
    out.u16(length);
  };
  const bytes = (code: number, value: Uint8Array): void => {
    begin(code, value.length);
    out.bytes(value);
    out.pad();
  };
  return {
    bytes,
    text: (code, text) => bytes(code, cutText(text)),
    number(code, value) {
      begin(code, 8);
      out.u64(value);
    },
    time(code, time) {
      begin(code, 8);
      out.time(time);
    },
    end: () => begin(0, 0),
  };
}

/** At most `longestComment` bytes, cut between two characters. */
function cutText(text: string): Uint8Array {
  const bytes = utf8.encode(text);
  if (bytes.length <= longestComment) return bytes;
  let end = longestComment - 3;
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return Uint8Array.from([...bytes.subarray(0, end), ...utf8.encode('…')]);
}
