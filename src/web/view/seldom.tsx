/** The contents of dialogs that are seldom opened, loaded on demand. */
export { Listeners } from './listeners.tsx';
export { Keys } from './keys-help.tsx';
export { Person } from './person.tsx';
export { WhoReacted } from './who-reacted.tsx';
