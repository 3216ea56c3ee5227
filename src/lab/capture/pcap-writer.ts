import { ByteWriter } from './byte-writer.ts';
import type { CaptureFormat } from './capture-format.ts';

/** The classic format (draft-ietf-opsawg-pcap), with times in ns. It has no place for names, comments and counts. */

const nanosecondMagic = 0xa1b2_3c4d;
const snapLength = 262_144;
const ethernet = 1;
const second = 1_000_000_000n;
const nothing = new Uint8Array();

export function pcapFormat(): CaptureFormat {
  const out = new ByteWriter();
  return {
    head() {
      out.u32(nanosecondMagic);
      out.u16(2);
      out.u16(4);
      out.u32(0);
      out.u32(0);
      out.u32(snapLength);
      out.u32(ethernet);
      return out.take();
    },
    packet({ bytes, time }) {
      out.u32(Number(time / second));
      out.u32(Number(time % second));
      out.u32(bytes.length);
      out.u32(bytes.length);
      out.bytes(bytes);
      return out.take();
    },
    interface: () => nothing,
    names: () => nothing,
    statistics: () => nothing,
  };
}
