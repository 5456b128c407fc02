/** What a look at the account says about a deploy. Apart from the looks, so that whoever shows it does not load the SDK. */
export interface PreflightFinding {
  /** An error keeps the deploy from being begun. */
  readonly severity: 'error' | 'warning' | 'info';
  /** Trap id (`T11`) or kebab-case. */
  readonly code: string;
  /** Names the fault and the remedy, in a sentence or two. */
  readonly message: string;
  /** The node that it is about, where it is about one. */
  readonly node?: string;
}
