type Side = 'source' | 'destination';
type Part = 'Name' | 'Address' | 'Port';

/** What a column holds. */
export type Role =
  | 'id'
  | 'protocol'
  | 'transport'
  | 'message'
  | 'payload'
  | 'time'
  | 'date'
  | 'direction'
  | `${Side}${Part}`;

const sideWords: Readonly<Record<Side, readonly string[]>> = {
  source: ['src', 'source', 'sender', 'from', 'origin', 'client'],
  destination: ['dst', 'dest', 'destination', 'receiver', 'recipient', 'to', 'target', 'server'],
};

const partWords: Readonly<Record<Part, readonly string[]>> = {
  Name: [
    'app',
    '',
    'name',
    'application',
    'host',
    'hostname',
    'process',
    'program',
    'endpoint',
    'node',
    'device',
    'user',
  ],
  Address: ['ip', 'addr', 'address', 'ipaddr', 'ipaddress', 'ipv4', 'ipv6', 'hostip'],
  Port: ['port', 'portnumber', 'portno', 'tcpport', 'udpport'],
};

const combined = (side: Side, part: Part): readonly string[] =>
  sideWords[side].flatMap((word) => partWords[part].map((end) => `${word}${end}`));

/**
 * The known names of each column, without punctuation, in lower case; the more usual ones first. They include those of tshark
 * (`ip.src`, `_ws.col.info`).
 */
export const roleNames: Readonly<Record<Role, readonly string[]>> = {
  id: words(
    'msgid messageid id msgno messageno no number nr num index idx packetid packetno framenumber row seq msgnum messagenumber',
  ),
  protocol: words(
    'appprotocol applicationprotocol protocol proto appproto wscolprotocol service app application applayer',
  ),
  transport: words('transport transportprotocol l4protocol l4 layer4 transportlayer ipprotocol'),
  message: words(
    'message msg messagetext messagecontent payload payloadtext data content text body appdata applicationdata ' +
      'applicationmessage appmessage datatext request command info wscolinfo',
  ),
  payload: words('tcppayload udppayload datadata payloadhex hexpayload messagehex hex'),
  time: words(
    'timestamp time ts datetime timestamps timesec times timeseconds timestampsec timestampseconds timems timestampms epoch ' +
      'epochtime unixtime unixtimestamp relativetime reltime frametimeepoch frametimerelative frametime wscoltime sendtime ' +
      'senttime sentat when starttime',
  ),
  date: words('date day'),
  direction: words('direction dir flow way'),
  sourceName: combined('source', 'Name'),
  sourceAddress: [...combined('source', 'Address'), ...words('ipsrc ipv6src wscoldefsrc wscolsource')],
  sourcePort: [...combined('source', 'Port'), ...words('sport tcpsrcport udpsrcport')],
  destinationName: combined('destination', 'Name'),
  destinationAddress: [...combined('destination', 'Address'), ...words('ipdst ipv6dst wscoldefdst wscoldestination')],
  destinationPort: [...combined('destination', 'Port'), ...words('dport tcpdstport udpdstport')],
};

export const roles: readonly Role[] = [
  'id',
  'protocol',
  'transport',
  'message',
  'payload',
  'time',
  'date',
  'direction',
  'sourceName',
  'sourceAddress',
  'sourcePort',
  'destinationName',
  'destinationAddress',
  'destinationPort',
];

/** `source` for a name that begins with `src`, and so on. */
export function sideOfName(bare: string): Side | undefined {
  if (/^(?:src|source|sender)/.test(bare)) return 'source';
  return /^(?:dst|dest|receiver|recipient)/.test(bare) ? 'destination' : undefined;
}

function words(text: string): readonly string[] {
  return text.split(' ');
}
