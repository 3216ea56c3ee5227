/**
 * The ports of servers, by the name of their protocol. HTTP is on 8080 as in the exercise, whose filter is `tcp.port ==
 * 8080`.
 */
const ports: Readonly<Record<string, number>> = {
  HTTP: 8080,
  HTTPS: 443,
  TLS: 443,
  SSL: 443,
  QUIC: 443,
  WS: 8080,
  WEBSOCKET: 8080,
  DNS: 53,
  MDNS: 5353,
  SMTP: 25,
  POP3: 110,
  POP: 110,
  IMAP: 143,
  FTP: 21,
  SSH: 22,
  SFTP: 22,
  TELNET: 23,
  TFTP: 69,
  DHCP: 67,
  NTP: 123,
  SNMP: 161,
  LDAP: 389,
  SMB: 445,
  SYSLOG: 514,
  MQTT: 1883,
  SSDP: 1900,
  MYSQL: 3306,
  RDP: 3389,
  SIP: 5060,
  XMPP: 5222,
  POSTGRESQL: 5432,
  REDIS: 6379,
  IRC: 6667,
};

/** Protocols whose rows are datagrams. Others that use UDP (DHCP, SNMP) have no text that could be sent there. */
const datagrams: ReadonlySet<string> = new Set(['DNS', 'MDNS', 'NTP', 'SSDP', 'SYSLOG', 'UDP']);

/** Protocols that TCP does not carry, and whose bytes are no text: their rows are sent over TCP all the same. */
const withoutText: ReadonlySet<string> = new Set([
  'ARP',
  'ICMP',
  'ICMPV6',
  'IGMP',
  'DHCP',
  'SNMP',
  'TFTP',
  'QUIC',
  'RTP',
]);
export const hasNoText = (protocol: string): boolean => withoutText.has(protocol);

/** The port for protocols that have none, as in the course's notebook. */
export const anyPort = 12_345;

/** `http/1.1` is `HTTP`, `TLSv1.2` is `TLS`; in upper case; empty where there is none. */
export function protocolName(text: string): string {
  const name = text.trim().toUpperCase();
  return /^(?:HTTP|TLS|SSL|DNS|TCP|UDP)(?=[V/\s\d(.]|$)/.exec(name)?.[0] ?? name;
}

/** The port of a server by its protocol's name, in any case. */
export function portOf(protocol: string): number | undefined {
  const name = protocolName(protocol);
  return Object.hasOwn(ports, name) ? ports[name] : undefined;
}

export const isUdp = (protocol: string): boolean => datagrams.has(protocol);

const others = [80, 3000, 4021, 5000, 8000, 8443, 8888, 9999, 43_221, 55_667] as const;
const named: ReadonlySet<number> = new Set([...Object.values(ports), ...others, anyPort]);

/** Ports at which servers listen rather than clients: those that have a name, and those below 1024. */
export const isServerPort = (port: number): boolean => port < 1024 || named.has(port);

/** Ports that Wireshark reads as a protocol without texts: others there are malformed in its eyes. */
const binaryPorts: Readonly<Record<'tcp' | 'udp', ReadonlySet<number>>> = {
  tcp: new Set([22, 37, 123, 161, 162, 199, 389, 524, 548, 631, 639, 873, 1521, 1723, 1883, 2123, 2152, 3268, 5683]),
  udp: new Set([67, 68, 69, 88, 137, 138, 161, 162, 389, 443, 500, 520, 546, 547, 1194, 1701, 3389, 4500, 5683]),
};

export const isReadAsBinary = (transport: 'tcp' | 'udp', port: number): boolean => binaryPorts[transport].has(port);
