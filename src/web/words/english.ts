import type { Mistake } from '#commands/parse.ts';
import type { Program } from '#dialects/web/protocol.ts';
import { errorsInEnglish } from './english-errors.ts';
import { spokenInEnglish } from './english-spoken.ts';
import { eventsInEnglish, removedInEnglish, settingNamesInEnglish } from './english-events.ts';

const s = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
const names = (list: readonly string[], most = 3): string =>
  list.length <= most
    ? new Intl.ListFormat('en').format(list)
    : `${list.slice(0, most).join(', ')} and ${list.length - most} more`;

/** Words for durations, by their number of seconds; 0: for ever. */
type Durations = Readonly<Record<string, string>>;

/** All texts of the page. Other languages have the same keys (`german.ts`). */
export const english = {
  locale: 'en',
  appName: 'Polylogue',

  // First screen
  welcome: 'Choose a name, and you are in.',
  name: 'Name',
  password: 'Password',
  newPasswordHint: 'Choose one, and the name becomes your account.',
  passwordHint: 'Only if the name has an account.',
  keepSignedIn: 'Stay signed in with this browser',
  enter: 'Enter the chat',
  entering: 'Entering …',
  guestHint: 'Without a password you are a guest: the name is yours while you are here.',
  freeAgain: 'If it was you, in a window that is closed now, the name is free again after a minute.',
  invitedTo: 'You have been invited.',
  ownerWelcome: 'Make the owner’s account of this server.',
  ownerCreate: 'Create the owner’s account',
  resetWelcome: 'Choose a new password.',
  resetDo: 'Change the password',
  /** Why a session ended. `until`, in the reader's time zone, and `reason` may be empty. */
  over: {
    replaced: () => 'You logged in elsewhere, and this session ended.',
    moved: () => 'This session continues in another tab.',
    credential: () => 'Your password was changed, your account was removed, or this browser was signed out.',
    kicked: ({ reason }) => `You were removed from this server${reason && `: ${reason}`}.`,
    banned: ({ until, reason }) =>
      `You were banned from this server${until && ` until ${until}`}${reason && `: ${reason}`}.`,
  } as Readonly<Record<string, (more: { until: string; reason: string }) => string>>,
  useHere: 'Use it here',
  backToStart: 'Back to the start',

  // Connection
  connecting: 'Connecting …',
  offline: 'No connection. What you write is sent when it is back.',
  retryIn: (seconds: number) => `Next attempt in ${seconds} s`,
  retryNow: 'Try now',
  back: 'Connected again.',
  backWith: (count: number) => `Connected again: ${s(count, 'new message')}.`,
  stopping: (seconds: number) =>
    `The server stops ${seconds > 0 ? `in ${seconds} s` : 'now'}. The page connects again by itself.`,
  newVersion: 'There is a new version of this page.',
  reload: 'Reload',
  tooManyWaiting: 'Too many messages wait for the connection already.',

  // Rooms
  rooms: 'Rooms',
  people: 'Direct messages',
  jump: 'Jump to …',
  browse: 'All rooms',
  unreadBelow: 'More unread',
  invitedRooms: 'Invitations',
  invitesYou: (by: string, room: string) => `${by} invites you to ${room}.`,
  backToRooms: 'Rooms',
  here: (count: number) => `${count} here`,
  guest: 'guest',
  away: 'away',
  idle: 'idle',
  present: 'here',
  notHere: 'not here',
  you: 'you',
  draft: 'draft',
  addTopic: 'Add a topic',
  editTopic: 'Change the topic',
  wholeTopic: 'The whole topic',
  topic: 'Topic',
  members: 'Members',
  search: 'Search',
  inspector: 'Inspector',
  roomSettings: 'Room settings',
  more: 'More',
  close: 'Close',
  save: 'Save',
  cancel: 'Cancel',
  notIn: (room: string) => `You are not in ${room}.`,
  joinIt: (room: string) => `Join ${room}`,
  keyOrCode: 'Key, or invitation code',
  noSuchPlace: 'Choose a room, or write to somebody.',
  leave: 'Leave the room',
  hide: 'Close the conversation',
  markRead: 'Mark as read',
  notifyFor: 'Count and notify',
  levels: { all: 'all messages', mentions: 'mentions only', nothing: 'nothing' },

  // All rooms
  filterRooms: 'Find or make a room',
  make: (room: string) => `Make ${room}`,
  joined: 'joined',
  noRooms: 'No room has that in its name.',

  // Messages
  messages: (room: string) => `Messages in ${room}`,
  today: 'Today',
  yesterday: 'Yesterday',
  newLine: 'New',
  newSince: (count: string, time: string) => `${count} new since ${time}`,
  below: (count: string) => `${count} below`,
  toNewest: 'To the newest message',
  beginning: (room: string) => `This is the beginning of ${room}.`,
  joinedHere: (room: string) => `Here you joined ${room}. What was said before is for those who were there.`,
  beginningWith: (name: string) => `This is your conversation with ${name}. Only the two of you can read it.`,
  loading: 'Loading …',
  notLoaded: 'This part could not be loaded.',
  edited: 'edited',
  removed: 'message removed',
  ignoredCount: (count: number) => s(count, 'message of somebody you ignore', 'messages of people you ignore'),
  showIgnored: 'Show',
  earlierMessage: 'an earlier message',
  via: (dialect: string) => `sent by ${dialect}`,
  program: ({ kind, label }: Program) => `${kind} ${label}`,
  programFor: ({ kind, label }: Program, name: string) => `said by the ${kind} ${label} in the name of ${name}`,
  pending: 'Not sent yet',
  notSent: 'Not sent.',
  unsent: 'Not sent',
  retry: 'Retry',
  discard: 'Discard',
  joinedList: (list: readonly string[]) => `${names(list)} joined`,
  leftList: (list: readonly string[]) => `${names(list)} left`,
  moreMembers: (count: number) => `${count} more: find them by name.`,
  joinedCount: (count: number) => `${count} joined`,
  leftCount: (count: number) => `${count} left`,
  events: eventsInEnglish,
  removedFrom: removedInEnglish,
  settingNames: settingNamesInEnglish,
  notifiedIn: (name: string, room: string) => `${name} in ${room}`,
  newCount: (count: string) => `${count} new`,
  spoken: spokenInEnglish,

  // Tools of a message
  tools: (name: string) => `Message of ${name}`,
  react: 'Add a reaction',
  whoReacted: 'Who has reacted',
  andMore: (count: number) => `and ${count} more`,
  reply: 'Reply',
  edit: 'Edit',
  remove: 'Delete',
  removeAsk: 'Delete this message for everybody?',
  copyText: 'Copy the text',
  copyCode: 'Copy this code',
  copyLink: 'Copy a link',
  copied: 'Copied.',
  copyByHand: 'The browser does not let this page copy. Copy it here:',
  markUnread: 'Mark as unread from here',
  inEveryDialect: 'See it in every dialect',
  reaction: (emoji: string, count: number, users: readonly string[]) =>
    `${emoji} ${count}: ${names(users, 10)}. Add or remove yours.`,

  // Composer
  write: (room: string) => `Message ${room}`,
  send: 'Send',
  emoji: 'Emoji',
  findEmoji: 'Find an emoji',
  noEmoji: 'No emoji of that name.',
  editing: 'Editing a message',
  replyingTo: (name: string) => `Replying to ${name}`,
  typing: (list: readonly string[]) => (list.length === 1 ? `${list[0]} is typing …` : `${names(list)} are typing …`),
  suggestions: 'Suggestions',
  mayNotWrite: 'Only members with a voice may write here.',
  tooLong: (bytes: number) => `${bytes} bytes too long.`,
  everybody: (line: string) => `That matches everybody, also people who come later. To do it, type ${line}`,
  unknownCommand: (word: string) => `There is no command /${word}. /help lists them; //${word} sends it as text.`,
  commandsTitle: 'Commands',
  notHereCommand: (word: string) => `/${word} does not work on this page.`,
  noSuchMessage: 'There is no such message here.',
  noTopic: 'There is no topic.',
  ignoring: (list: readonly string[]) => (list.length === 0 ? 'You ignore nobody.' : `You ignore ${names(list, 20)}.`),

  // Members
  owner: 'owner',
  operator: 'operator',
  voice: 'voice',
  member: 'member',
  writeTo: 'Write a direct message',
  kick: 'Remove from the room',
  ban: 'Ban from the room',
  mute: 'Mute in the room',
  reason: 'Reason, if you like',
  howLong: 'How long (mute, ban)',
  durations: {
    '0': 'for ever',
    '600': '10 minutes',
    '3600': '1 hour',
    '86400': '1 day',
    '604800': '1 week',
  } as Durations,
  ignore: 'Ignore',
  unignore: 'Stop ignoring',
  filterMembers: 'Find a member',
  hereCount: (count: number) => `Here (${count})`,
  awayCount: (count: number) => `Not here (${count})`,
  invite: 'Invite somebody',
  inviteName: 'Name of the person',
  nowInvited: (name: string) => `${name} is invited.`,
  inviteLink: 'Make an invitation link',
  inviteLinkHint: '10 uses, 7 days.',
  inviteLinkAccount: 'People with an account can make invitation links.',

  // Search
  searchFor: 'Search for',
  searchIn: (room: string) => `Only in ${room}`,
  searchFrom: 'From',
  searchBefore: 'Before',
  searchAfter: 'After',
  mentionsOfYou: 'Messages that mention you',
  noHits: 'Nothing found.',
  moreHits: 'Show more',
  /** `isMore`: others were not asked for yet. */
  hits: (count: number, isMore: boolean) => `${s(count, 'message')}${isMore ? ' so far' : ''}`,
  jumpToDate: 'Jump to a date',
  date: 'Date',
  show: 'Show',

  // Settings of a room
  lists: { ban: 'Bans', mute: 'Mutes', exception: 'Exceptions', invitation: 'Invitations' },

  // Me
  awayText: 'What others see while you are away',
  imBack: 'I am back',
  theme: 'Theme',
  themes: { system: 'as the system', light: 'light', dark: 'dark' },
  language: 'Language',
  languages: { system: 'as the browser', en: 'English', de: 'Deutsch' },
  notifications: 'Notifications',
  notifyOn: 'Notify me of mentions and direct messages',
  cannotNotify: 'This browser offers notifications only over TLS or on this machine.',
  register: 'Make this name an account',
  registerHint: 'With a password the name stays yours, on every dialect.',
  rename: 'Change the name',
  logOut: 'Log out',
  access: 'Devices and bots',
  server: 'Server',
  saved: 'Saved.',
  ignoredPeople: 'People you ignore',
  keys: 'Keys',
  otherPrograms: 'Join from another program',
  othersOnItsMachine: 'Other protocols can be reached only on the machine of the server.',
  otherProgramsHint: 'The same rooms and people, by other protocols. Paste a line into a terminal.',
  copy: 'Copy',
  version: (version: string) => `Polylogue ${version}`,

  // Keys
  keysTitle: 'Keys',
  keyTexts: {
    switcher: 'Jump to a room or a person',
    help: 'This list',
    send: 'Send',
    newline: 'New line',
    editLast: 'Edit your last message (in an empty field)',
    escape: 'Close, cancel, or go to the newest message',
    roomUp: 'Previous room',
    roomDown: 'Next room',
    unreadUp: 'Previous unread room',
    unreadDown: 'Next unread room',
    complete: 'Complete a name, a room, an emoji or a command',
    search: 'Search',
    members: 'Members',
    inspector: 'Inspector',
    messagesKey: 'Go through the messages; Enter opens their tools',
    emoji: 'Emoji by name',
  },

  // Switcher
  switcherHint: 'Name of a room or a person',
  noMatch: 'Nothing matches.',
  writeToName: (name: string) => `Write to ${name}`,

  /** An error in a typed command; in English, the parser's sentence. */
  mistake: ({ sentence }: Mistake): string => sentence,
  /** The form of a command, such as `/topic [#ROOM] [TEXT]`. */
  usage: (form: string): string => form,
  /** Descriptions of commands; if missing, the English text of the table is used. */
  commands: {} as Readonly<Record<string, string>>,
  /** Descriptions of dialects, by name; if missing, the English text is used. */
  dialects: {} as Readonly<Record<string, string>>,

  errors: errorsInEnglish,
};

export type Texts = typeof english;
