import { etherTypes } from './link-layer.ts';

const protocolNames: Readonly<Record<number, string>> = {
  1: 'ICMP',
  2: 'IGMP',
  47: 'GRE',
  50: 'ESP',
  58: 'ICMPv6',
  89: 'OSPF',
  103: 'PIM',
  112: 'VRRP',
  132: 'SCTP',
};

const etherTypeNames: Readonly<Record<number, string>> = {
  0x0806: 'ARP',
  0x86dd: 'IPv6',
  0x0800: 'IPv4',
  0x88cc: 'LLDP',
  0x888e: 'EAPOL',
  0x8847: 'MPLS',
  0x893a: 'IEEE 1905',
  0x88e1: 'HomePlug',
  0x8912: 'HomePlug',
  0x0842: 'Wake-on-LAN',
  0x88f7: 'PTP',
  0x8035: 'RARP',
};

/** What a packet over IP is called that is neither TCP nor UDP. */
export const protocolName = (protocol: number): string => protocolNames[protocol] ?? `IP protocol ${protocol}`;

/** What a packet is called in which no transport was found: one of another protocol, or of IP, and a fragment or cut. */
export function frameName(type: number): string {
  if (type === etherTypes.ipv4 || type === etherTypes.ipv6) return 'IP fragment or cut IP packet';
  return etherTypeNames[type] ?? (type === 0 ? 'link layer' : `EtherType 0x${type.toString(16).padStart(4, '0')}`);
}
