/** What one test of a suite in the extension host came to. */
export interface SuiteTest {
  /** The titles of its describes and its own, joined by a space. */
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  /** Milliseconds. */
  readonly duration: number;
  /** Message and stack, only of a failed one. */
  readonly error?: string;
}

/** What a suite writes when it has ended; `error` when it could not run at all. */
export interface SuiteResult {
  readonly tests: readonly SuiteTest[];
  readonly error?: string;
}

/** The variable that tells the suite where to write its `SuiteResult` as JSON; unset, it only throws on failure. */
export const resultVariable = 'ECS_TOPOLOGY_SUITE_RESULT';
