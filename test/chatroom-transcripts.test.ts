import { chatroom } from '#dialects/chatroom/chatroom.ts';
import { nick } from '#dialects/nick/nick.ts';
import { transcriptSuite } from '#lab/transcript-suite.ts';
import { openStage, ways } from './stage.ts';

const folder = new URL('../src/dialects/chatroom/transcripts/', import.meta.url);

for (const way of ways) transcriptSuite(folder, way, () => openStage(way, [chatroom, nick]));
