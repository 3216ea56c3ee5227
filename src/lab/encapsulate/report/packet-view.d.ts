/** What `packet-view.js` draws: one packet. */
export interface ViewedPacket {
  /** Hex digits of the frame. */
  readonly hex: string;
  /** Such as `packet 4, 69 bytes`. */
  readonly title: string;
  /** The layers, from the application down. */
  readonly layers: readonly ViewedLayer[];
}

export interface ViewedLayer {
  readonly layer: string;
  readonly protocol: string;
  readonly offset: number;
  readonly length: number;
  /** Name, value, offset, length, meaning. */
  readonly fields: readonly (readonly [string, string, number, number, string])[];
}

/** The HTML of a packet: the nested layers as SVG, the bytes, and a table for each layer. All text is escaped. */
export function packetView(packet: ViewedPacket): string;

export function escapeHtml(text: string): string;
