// The page's behaviour: draws packets when their rows are opened, and lights the bytes of a field.

const store = document.getElementById('packets');
const { words, rows } = store ? JSON.parse(store.textContent) : { words: [], rows: {} };

/** Packets are stored with their repeated texts as numbers. */
const unpacked = ([title, hex, layers]) => ({
  title,
  hex,
  layers: layers.map(([layer, protocol, offset, length, fields]) => ({
    layer: words[layer],
    protocol: words[protocol],
    offset,
    length,
    fields: fields.map(([name, value, at, size, meaning]) => [words[name], value, at, size, words[meaning]]),
  })),
});

function draw(row) {
  const body = row.querySelector('.body');
  const packets = rows[row.dataset.row];
  if (body && packets && body.childElementCount === 0) {
    body.innerHTML = packets.map((packet) => packetView(unpacked(packet))).join('');
  }
  prepare(row);
}

/** One field of a packet is reached by Tab; the arrow keys lead to the others. */
function prepare(row) {
  for (const packet of row.querySelectorAll('.packet')) {
    const first = packet.querySelector('tbody tr');
    if (first && !packet.querySelector('tbody tr[tabindex="0"]')) first.tabIndex = 0;
  }
}

function light(packet, at, size) {
  for (const lit of packet.querySelectorAll('.lit')) lit.classList.remove('lit');
  for (let byte = at; byte < at + size; byte++) {
    for (const place of packet.querySelectorAll(`[data-b="${byte}"]`)) place.classList.add('lit');
  }
}

function show(target) {
  const place = target.closest?.('[data-at]');
  const byte = target.closest?.('[data-b]');
  const packet = target.closest?.('.packet');
  if (!packet) return;
  if (place) {
    light(packet, Number(place.dataset.at), Number(place.dataset.size));
    place.classList.add('lit');
  } else if (byte) {
    const field = fieldAt(packet, Number(byte.dataset.b));
    if (field) show(field);
  }
}

/** The smallest field that holds a byte. */
function fieldAt(packet, byte) {
  const holding = [...packet.querySelectorAll('tr[data-at]')].filter((row) => {
    const [at, size] = [Number(row.dataset.at), Number(row.dataset.size)];
    return byte >= at && byte < at + size;
  });
  return holding.toSorted((one, other) => Number(one.dataset.size) - Number(other.dataset.size))[0];
}

function move(event) {
  const field = event.target.closest?.('tbody tr[data-at]');
  const steps = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };
  if (!field || !(event.key in steps)) return;
  event.preventDefault();
  const all = [...field.closest('.packet').querySelectorAll('tbody tr')];
  const next = all[Math.min(Math.max(all.indexOf(field) + steps[event.key], 0), all.length - 1)];
  field.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

function choose(event) {
  const packet = event.target.closest?.('.packet');
  const byte = event.target.closest?.('[data-b]');
  const field = byte && packet ? fieldAt(packet, Number(byte.dataset.b)) : event.target.closest?.('tbody tr[data-at]');
  if (!field) return;
  for (const other of packet.querySelectorAll('tbody tr[tabindex="0"]')) other.tabIndex = -1;
  field.tabIndex = 0;
  field.focus();
}

function filter(text) {
  const wanted = text.toLowerCase();
  let shown = 0;
  for (const row of document.querySelectorAll('details.row')) {
    row.hidden = !row.querySelector('summary').textContent.toLowerCase().includes(wanted);
    if (!row.hidden) shown++;
  }
  document.getElementById('shown').textContent = wanted === '' ? '' : `${shown} shown`;
}

document.addEventListener('mouseover', (event) => show(event.target));
document.addEventListener('focusin', (event) => show(event.target));
document.addEventListener('keydown', move);
document.addEventListener('click', choose);
document.addEventListener(
  'toggle',
  (event) => event.target.open && event.target.matches('.row') && draw(event.target),
  true,
);
document.getElementById('filter')?.addEventListener('input', (event) => filter(event.target.value));
document.getElementById('all')?.addEventListener('click', () => {
  const rows = [...document.querySelectorAll('details.row')].filter((row) => !row.hidden);
  const open = rows.some((row) => !row.open);
  for (const row of rows) row.open = open;
});
for (const row of document.querySelectorAll('details.row[open]')) prepare(row);
document.body.classList.add('alive');
