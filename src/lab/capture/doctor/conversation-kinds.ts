/** The kinds of conversations and packets: a name, and an explanation in plain words. */
export interface Kind {
  readonly name: string;
  readonly meaning: string;
}

export type KindId =
  | 'chat'
  | 'oneWay'
  | 'injected'
  | 'refused'
  | 'unanswered'
  | 'cut'
  | 'silent'
  | 'wakeUp'
  | 'keepAlive'
  | 'jupyter'
  | 'zmq'
  | 'debugger'
  | 'languageServer'
  | 'thrift'
  | 'http'
  | 'http2'
  | 'websocket'
  | 'tls'
  | 'quic'
  | 'dtls'
  | 'ssh'
  | 'ftp'
  | 'mail'
  | 'database'
  | 'smb'
  | 'rpc'
  | 'rdp'
  | 'adb'
  | 'mqtt'
  | 'socks'
  | 'bittorrent'
  | 'deliveryOptimization'
  | 'telnet'
  | 'fileTransfer'
  | 'text'
  | 'binary'
  | 'mdns'
  | 'llmnr'
  | 'nbns'
  | 'ssdp'
  | 'wsDiscovery'
  | 'dns'
  | 'dhcp'
  | 'ntp'
  | 'stun'
  | 'snmp'
  | 'discovery'
  | 'wireguard'
  | 'udp'
  | 'arp'
  | 'icmp'
  | 'igmp'
  | 'link';

const rows: Readonly<Record<KindId, readonly [name: string, meaning: string]>> = {
  // Chats
  chat: ['chat', 'People write to each other.'],
  oneWay: [
    'messages one way',
    'Text goes in one direction only, as from a CSV file to a listener. A chat would answer.',
  ],
  // Connections recognised by TCP alone
  injected: [
    'packets without a handshake',
    'A program made these packets itself (a raw socket, scapy, the notebook of a course). The operating system knows no such connection, and may answer with RST.',
  ],
  refused: ['refused connections', 'Nobody listened on that port: the SYN was answered by RST.'],
  unanswered: ['unanswered connections', 'The SYN got no answer: a firewall dropped it, or no such computer is there.'],
  cut: [
    'conversations that were cut',
    'The capture contains only the headers of their packets, not the data (snap length): set no snap length and capture again.',
  ],
  silent: ['connections without data', 'Opened, but no data was sent during the capture.'],
  wakeUp: [
    'one-byte wake-ups',
    'A program wakes one of its own threads over a connection to itself (asyncio, Tornado, ZeroMQ and others do so on Windows).',
  ],
  keepAlive: ['kept alive', 'An open connection without data: only keep-alive packets.'],
  // Programs
  jupyter: ['Jupyter', 'The notebook, its server and its kernel talk to each other.'],
  zmq: ['ZeroMQ', 'Messages between the processes of one program; Jupyter kernels use it.'],
  debugger: ['debugger', 'An editor controls the program that is being run in its debugger.'],
  languageServer: ['language server', 'An editor asks for completions and errors (LSP or JSON-RPC).'],
  thrift: ['Thrift', 'Calls between the processes of one program; the Python console of PyCharm uses it.'],
  http: ['HTTP', 'A browser or a program asks a web server.'],
  http2: ['HTTP/2', 'A browser or a program asks a web server.'],
  websocket: ['WebSocket', 'A web page and its server send each other messages.'],
  tls: ['TLS', 'Encrypted: the content cannot be read. Mostly web pages and cloud services.'],
  quic: ['QUIC', 'Encrypted web traffic over UDP: the content cannot be read.'],
  dtls: ['DTLS', 'Encrypted datagrams: calls and games.'],
  ssh: ['SSH', 'An encrypted terminal or file transfer.'],
  ftp: ['FTP', 'File transfer.'],
  mail: ['mail', 'SMTP, POP3 or IMAP.'],
  database: ['database', 'A program talks to its database.'],
  smb: ['SMB', 'Windows file sharing.'],
  rpc: ['DCE/RPC', 'Calls between parts of Windows.'],
  rdp: ['remote desktop', 'The screen of another computer.'],
  adb: ['Android Debug Bridge', 'Development tools talk to a phone or an emulator.'],
  mqtt: ['MQTT', 'Messages of devices through a broker.'],
  socks: ['SOCKS', 'A proxy.'],
  bittorrent: ['BitTorrent', 'File sharing.'],
  deliveryOptimization: ['Windows Delivery Optimization', 'Windows shares updates with other computers.'],
  telnet: ['Telnet', 'A terminal.'],
  fileTransfer: ['bulk data', 'Much data in one direction: a file or a stream.'],
  text: ['text of a program', 'Readable, but it looks like one program talking to another, not like people.'],
  binary: ['unknown binary data', 'None of the protocols known here.'],
  // UDP and below
  mdns: ['mDNS', 'Computers and printers announce their names in the local network.'],
  llmnr: ['LLMNR', 'Windows asks the local network for a name.'],
  nbns: ['NetBIOS', 'Windows announces itself in the local network and asks for names.'],
  ssdp: ['SSDP', 'Devices such as televisions and routers are looked for in the local network (UPnP).'],
  wsDiscovery: ['WS-Discovery', 'Windows looks for printers and computers in the local network.'],
  dns: ['DNS', 'Names are looked up.'],
  dhcp: ['DHCP', 'A computer asks for its address.'],
  ntp: ['NTP', 'A clock is set.'],
  stun: ['STUN', 'A call or game finds out its public address.'],
  snmp: ['SNMP', 'A printer or router is asked for its state.'],
  discovery: [
    'discovery',
    'A program looks for its own kind in the local network (Spotify, Dropbox, Steam and others).',
  ],
  wireguard: ['WireGuard', 'A VPN: the content cannot be read.'],
  udp: ['unknown datagrams', 'None of the protocols known here.'],
  arp: ['ARP', 'Computers ask for the Ethernet address of an IP address.'],
  icmp: ['ICMP', 'Errors and pings of the network itself, and how IPv6 finds its neighbours.'],
  igmp: ['IGMP', 'Computers announce which multicast groups they receive.'],
  link: ['other packets', 'Neither TCP nor UDP.'],
};

export function kindOf(id: KindId): Kind {
  const [name, meaning] = rows[id];
  return { name, meaning };
}
