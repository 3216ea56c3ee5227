import { harmless } from '#text/visible.ts';

/** Typed in place of a topic, it removes the topic. */
const removes = '-';

/** The topic that a person has typed. */
export const typedTopic = (text: string): string => (text === removes ? '' : text);

/** Answers a question for the topic. */
export const topicIs = (room: string, topic = ''): string =>
  topic === '' ? `${room} has no topic.` : `Topic of ${room}: ${harmless(topic)}`;

/** Answers the user who has just set it. */
export const topicSet = (room: string, topic = ''): string =>
  topic === '' ? `The topic of ${room} was removed.` : `The topic of ${room} is now: ${harmless(topic)}`;
