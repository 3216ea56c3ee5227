const count = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`;

/** What only screen readers say. */
export const spokenInEnglish = {
  said: (name: string, text: string) => `${name}: ${text}`,
  saidIn: (name: string, room: string, text: string) => `${name} in ${room}: ${text}`,
  saidToYou: (name: string, text: string) => `${name} to you: ${text}`,
  many: (number: number) => count(number, 'new message'),
  newMessages: 'New messages',
  repliesTo: 'In reply to',
  reactions: 'Reactions',
  /** In the list of rooms; the counts in the order in which they are seen. `state`: of a person, a draft; may be empty. */
  room: (name: string, state: string, unread: string, mentions: string) =>
    [
      name,
      mentions !== '0' && (mentions === '1' ? '1 mention' : `${mentions} mentions`),
      unread !== '0' && `${unread} unread`,
      state,
    ]
      .filter(Boolean)
      .join(', '),
  members: (text: string) => `Members: ${text}`,
  roomMenu: 'Menu of the room',
  yourSettings: 'you and your settings',
  notices: 'Notices',
  views: 'Views',
};
