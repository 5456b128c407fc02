import type { Prepared } from '../live/prepare';
import type { Session } from '../live/session';

/** A topology that can be asked about: validated, for the account that the session is open to. */
export interface OpenStack {
  readonly prepared: Prepared;
  readonly session: Session;
}
