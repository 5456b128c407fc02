import { NO_FIELDS, type Fields } from './toolbar';

/** What the page remembers while VS Code keeps it hidden. The lines themselves are kept by the host. */
export interface ViewState extends Fields {
  readonly wrap: boolean;
  readonly filters: boolean;
  /** Number of the topmost line where it does not stick to the end. */
  readonly top?: number | undefined;
  /** Lines after this one came while it was paused. */
  readonly pausedAt?: number | undefined;
  readonly colours: Readonly<Record<string, number>>;
}

export const FRESH: ViewState = { ...NO_FIELDS, wrap: true, filters: false, colours: {} };

/** The other side of the page: VS Code's extension host, or the one of the development page. */
export interface LogHost {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

/** What was saved, by a page of this or an earlier version. */
export function readState(saved: unknown): ViewState {
  return typeof saved === 'object' && saved !== null ? { ...FRESH, ...saved } : FRESH;
}
