import type { WireAccount } from '../../stage';
import { named, NOBODY, type Described } from '../described';

/** Ids and ARNs so far, with `<resource>.<attribute>` for each. */
export type Ids = Map<string, string>;

/** Reads some types, and gives their ids names for those that point to them. */
export type Reader = (account: WireAccount, ids: Ids) => Promise<Described[]>;

/** Gives an id a name, when it is of something of ours. */
export function know(ids: Ids, id: string, tags: Readonly<Record<string, string>>, attribute: string): void {
  if (named(tags) !== NOBODY) ids.set(id, `${named(tags)}.${attribute}`);
}

/** What has no name here stays as it is, and so equals nothing that a file asks. */
export function nameIn(ids: Ids): (id: string | undefined) => string | undefined {
  return (id) => (id === undefined ? undefined : (ids.get(id) ?? id));
}
