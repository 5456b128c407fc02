import { beforeAll, describe, expect, it } from 'vitest';
import type { Moment } from '../world';
import { BREAKAGES, type Breakage } from './breakages';
import { CHAINS } from './chains';
import { after, deployed } from './scene';

/** Each with the one nearer to the client first. */
const PAIRS = [
  ['the stage was throttled to nothing', 'somebody scaled the service to nothing'],
  ["the API's own address was switched off", 'the VPC link fell asleep'],
  ['the VPC link failed', 'the route asks for a signature that no client makes'],
  ['the VPC link failed', 'the listener was deleted'],
  ['the VPC link fell asleep', 'the tasks no longer let the load balancer in'],
  ['the integration leads to a listener that was deleted long ago', 'the tag of the image is misspelt'],
  [
    'the load balancer no longer lets the VPC link in',
    'the image listens on another port than the one that is mapped',
  ],
  ['the load balancer was deleted', 'the container ends as soon as it has begun'],
  ['the listener forwards to an empty target group', 'the called service no longer lets the caller in'],
  ['somebody scaled the service to nothing', 'the image of the called service is gone'],
  ['the execution role may no longer read the secret', 'the called service was scaled to nothing'],
] as const;

function named(wanted: string): Breakage {
  const found = BREAKAGES.find(({ what }) => what === wanted);
  if (!found) throw new Error(`No such breakage: ${wanted}`);
  return found;
}

describe.each(CHAINS)('in $title', (chain) => {
  let start: Moment;
  beforeAll(async () => {
    start = await deployed(chain);
  });

  it.each(PAIRS)('of two at once the one nearer to the client: $0, and $1', async (...pair) => {
    const [near, far] = pair.map((what) => named(what)) as [Breakage, Breakage];
    const { printed } = await after(chain, start, async (scene) => {
      await far.break(scene);
      await near.break(scene);
    });
    expect(printed.brokenHop).toBe(near.hop(chain.roles));
    expect(near.hop(chain.roles)).not.toBe(far.hop(chain.roles));
  });

  it.each(BREAKAGES)('$what', async ({ break: breakIt, hop, cause }) => {
    const { printed } = await after(chain, start, breakIt);
    const wanted = hop(chain.roles);
    const found = printed.hops.find(
      ({ node, edge, state }) => (node ?? edge) === wanted && state === 'broken',
    );
    expect({ hop: printed.brokenHop, cause: found?.cause }).toEqual({ hop: wanted, cause });
    expect(found?.reason).toMatch(/\S/);
    expect(found?.remedy).toMatch(/\S/);
  });
});
