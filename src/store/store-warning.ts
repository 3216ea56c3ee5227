/** What an operator should know of a store that was opened, or is open, and that stops nothing. */
export interface StoreWarning {
  /** Its name in the log. */
  readonly event: 'entries-missing' | 'migrating' | 'witness' | 'locked' | 'unlocked';
  readonly sentence: string;
  readonly fields: Readonly<Record<string, string | number>>;
}
