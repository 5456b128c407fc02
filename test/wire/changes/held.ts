import { inOrder, type Described } from './described';
import { balancing } from './readers/balancing';
import { containers } from './readers/containers';
import { gateway } from './readers/gateway';
import { names } from './readers/names';
import { rights } from './readers/rights';
import { scaling } from './readers/scaling';
import type { WireAccount } from '../stage';

/**
 * Whatever an account holds of the types that we make, ours or not, read with plain calls and told in AWS's own words.
 * It knows nothing of our providers: only the tags, by which ids get a name that a file could foretell.
 */
export async function held(account: WireAccount): Promise<Described[]> {
  const ids = new Map<string, string>();
  const all: Described[] = [];
  // What is pointed to goes before what points, so that its ids have a name.
  for (const read of [rights, names, balancing, containers, scaling, gateway]) {
    all.push(...(await read(account, ids)));
  }
  return inOrder(all);
}
