import type { Edit } from './edit';

/** Something wrong with a topology, said so that one can find and mend it. */
export interface Problem {
  readonly severity: 'error' | 'warning' | 'info';
  /** Trap id (`T2`) or kebab-case. */
  readonly code: string;
  /** Names the fault and the remedy, in a sentence or two. */
  readonly message: string;
  /** JSON Pointer into the file. */
  readonly path: string;
  /** The node that shows it. */
  readonly node?: string;
  /** The environment that it was found in, where the base does not have it. */
  readonly environment?: string;
  /** Where one remedy is obvious. */
  readonly fix?: { readonly title: string; readonly edits: readonly Edit[] };
}
