import type { DetailList } from '../model/liveDetails';
import { outputsOf, type Outputs } from './deploy';
import { detailsOf } from './details';
import { judgeHops, type HopReport } from './hops';
import type { Prepared } from './prepare';
import type { Session } from './session';
import type { Snapshot } from './hops/snapshot';
import { directSources, takeSnapshot, type SnapshotOptions } from './snapshot';

/** Health of every hop, with what is behind it and where the APIs are called. */
export type StatusReport = HopReport &
  Outputs & {
    /** By node id or edge key. */
    readonly details: Readonly<Record<string, readonly DetailList[]>>;
  };

/**
 * Looks at the account once and judges every hop. Works with nothing or only a part deployed; a call that is denied,
 * or that an endpoint does not know, makes its hops unknown. Throws when nothing can be asked at all.
 */
export async function readStatus(
  session: Session,
  prepared: Prepared,
  options: SnapshotOptions = {},
): Promise<StatusReport> {
  return reportOf(prepared, await takeSnapshot(directSources(session), prepared, options));
}

/** What one look tells of a topology. Pure. */
export function reportOf(prepared: Prepared, snapshot: Snapshot): StatusReport {
  const attributes = new Map([...snapshot.found].map(([id, found]) => [id, found.attributes]));
  return {
    ...judgeHops(prepared, snapshot),
    ...outputsOf(attributes),
    details: detailsOf(prepared, snapshot),
  };
}
