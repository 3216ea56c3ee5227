/** A warning for the operator about an open store. */
export interface StoreWarning {
  /** Its name in the log. */
  readonly event:
    | 'entries-missing'
    | 'database-gone'
    | 'migrating'
    | 'witness'
    | 'locked'
    | 'unlocked'
    | 'disk-full'
    | 'disk-free';
  readonly sentence: string;
  readonly fields: Readonly<Record<string, string | number>>;
}
