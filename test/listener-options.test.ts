import { chatroom } from '#dialects/chatroom/chatroom.ts';
import type { Dialect } from '#dialects/dialect.ts';
import { direct } from '#dialects/direct/direct.ts';
import { nick } from '#dialects/nick/nick.ts';
import { tsam } from '#dialects/tsam/tsam.ts';
import { transcriptSuite } from '#lab/transcript.suite.ts';

import { openServer, longTimeout } from './transcript-server.ts';
import { ways } from './transcript-ways.ts';

interface Told {
  readonly folder: string;
  readonly dialects: readonly Dialect[];
  readonly options: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Transcripts of listeners with options, by their folder in the dialects. */
const folders: readonly Told[] = [
  { folder: 'tsam/transcripts-framed/', dialects: [tsam, nick], options: { tsam: { replies: 'framed' } } },
  { folder: 'nick/transcripts-news/', dialects: [nick, direct], options: { nick: { news: 'yes' } } },
  {
    folder: 'direct/transcripts-news/',
    dialects: [nick, direct, tsam],
    options: { direct: { news: 'yes' }, tsam: { news: 'yes' } },
  },
  { folder: 'tsam/transcripts-peers/', dialects: [tsam], options: { tsam: { peers: 'yes' } } },
  {
    folder: 'chatroom/transcripts-original/',
    dialects: [chatroom, nick],
    options: { chatroom: { speakers: 'original' } },
  },
];

for (const { folder, dialects, options } of folders) {
  const url = new URL(`../src/dialects/${folder}`, import.meta.url);
  for (const way of ways) transcriptSuite(url, way, () => openServer(way, dialects, 5000, options), longTimeout);
}
