/** Text of a terminal as a picture: the command, and what it printed. */

const lineHeight = 19;
const characterWidth = 7.83;
const style =
  'text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#d5dae3}' +
  '.t{font:12.5px system-ui,sans-serif;fill:#9aa4b2}.c{fill:#8fd18f}';

export function terminalPicture(command: string, output: string, label: string): string {
  const lines = [`$ ${command}`, ...output.trimEnd().split('\n')];
  const width = Math.ceil(Math.max(...lines.map((line) => [...line].length)) * characterWidth) + 36;
  const height = 30 + lineHeight * lines.length + 18;
  const rows = lines.map((line, nth) => {
    const y = 52 + lineHeight * nth;
    return `<text x="18" y="${y}"${line.startsWith('$ ') ? ' class="c"' : ''} xml:space="preserve">${escaped(line)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(label)}">`,
    `<style>${style}</style>`,
    `<rect width="${width}" height="${height}" rx="9" fill="#16191f"/><rect width="${width}" height="30" rx="9" fill="#262b33"/>`,
    `<rect y="20" width="${width}" height="10" fill="#262b33"/><circle cx="18" cy="15" r="5.5" fill="#ff5f57"/>`,
    `<circle cx="36" cy="15" r="5.5" fill="#febc2e"/><circle cx="54" cy="15" r="5.5" fill="#28c840"/>`,
    ...rows,
    '</svg>\n',
  ].join('\n');
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);
