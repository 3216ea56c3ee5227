// Runs twice: in Node for the first packets of a report, and in the page for the others.

const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Control characters and signs that turn the direction of a text are shown as pictures or left out. */
const picture = (sign) => {
  const code = sign.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\ufffd';
};

export function escapeHtml(text) {
  return text
    .replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, picture)
    .replace(/[&<>"']/g, (sign) => entities[sign]);
}

export function packetView({ hex, title, layers }) {
  const picture = `<div class="bytes">${nestedBoxes(hex.length / 2, layers)}${hexDump(hex, layers)}</div>`;
  const tables = layers.map((layer) => layerTable(layer, hex)).join('');
  return `<div class="packet"><h3>${escapeHtml(title)}</h3><div class="sides">${picture}<div class="layers">${tables}</div></div></div>`;
}

const inset = 14;
const titleHeight = 24;

/** Each layer's box holds those above it, as its packet does: the link's is the outermost. */
function nestedBoxes(size, layers) {
  const width = 560;
  const depth = layers.length;
  const height = depth * (titleHeight + inset) + 8;
  const boxes = layers.toReversed().map(({ layer, protocol, offset, length }, nth) => {
    const [x, y] = [1 + nth * inset, 1 + nth * titleHeight];
    const [w, h] = [width - 2 - 2 * nth * inset, height - 2 - nth * (titleHeight + inset)];
    const words = `${layer}: ${protocol}, ${length} bytes${nth === depth - 1 ? '' : ' of header'}`;
    return `<g class="box ${layer.toLowerCase()}" data-at="${offset}" data-size="${length}"><rect x="${x}" y="${y}" width="${w}" height="${h}" rx="4"/><text x="${x + 10}" y="${y + 17}">${escapeHtml(words)}</text></g>`;
  });
  const label = `${size} bytes: ${layers.map(({ protocol }) => protocol).join(' in ')}`;
  return `<svg class="nested" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(label)}">${boxes.join('')}</svg>`;
}

/** The most bytes that are drawn of one packet. */
const maxBytes = 4096;

function hexDump(hex, layers) {
  const size = Math.min(hex.length / 2, maxBytes);
  const owner = Array.from({ length: size }, () => '');
  for (const { layer, offset, length } of layers) {
    for (let at = offset; at < Math.min(offset + length, size); at++) owner[at] = layer.toLowerCase();
  }
  const rows = [];
  for (let at = 0; at < size; at += 16) rows.push(dumpRow(hex, at, Math.min(at + 16, size), owner));
  const rest = hex.length / 2 > size ? `\n… ${hex.length / 2 - size} bytes more` : '';
  return `<pre class="dump" aria-label="The bytes of the packet in hex">${rows.join('\n')}${rest}</pre>`;
}

function dumpRow(hex, from, to, owner) {
  let [bytes, signs] = ['', ''];
  for (let at = from; at < from + 16; at++) {
    if (at === from + 8) bytes += ' ';
    const digits = at < to ? hex.slice(2 * at, 2 * at + 2) : '  ';
    const code = Number.parseInt(digits, 16);
    const sign = at >= to ? '' : code >= 0x20 && code < 0x7f ? escapeHtml(String.fromCharCode(code)) : '·';
    bytes += at < to ? `<i class="${owner[at]}" data-b="${at}">${digits}</i> ` : '   ';
    signs += at < to ? `<i class="${owner[at]}" data-b="${at}">${sign}</i>` : '';
  }
  return `<span class="place">${from.toString(16).padStart(4, '0')}</span>  ${bytes} ${signs}`;
}

function layerTable({ layer, protocol, offset, length, fields }, hex) {
  const place = length === 0 ? 'no bytes' : `bytes ${offset} to ${offset + length - 1}`;
  const rows = fields.map(([name, value, at, size, meaning]) => {
    const cells = [value, bytesText(hex, at, size), meaning].map((cell) => `<td>${escapeHtml(cell)}</td>`).join('');
    return `<tr tabindex="-1" data-at="${at}" data-size="${size}"><th scope="row">${escapeHtml(name)}</th>${cells}</tr>`;
  });
  const heads = ['Field', 'Value', 'Bytes', 'Meaning'].map((name) => `<th scope="col">${name}</th>`).join('');
  return `<table class="${layer.toLowerCase()}"><caption>${escapeHtml(`${layer}: ${protocol}`)} <small>${place}</small></caption><thead><tr>${heads}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

const shownBytes = 16;

function bytesText(hex, at, size) {
  const digits = hex.slice(2 * at, 2 * (at + Math.min(size, shownBytes)));
  return digits.replace(/..(?=.)/g, '$& ') + (size > shownBytes ? ' …' : '');
}
