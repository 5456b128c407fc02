import type { World } from '../world';
import { thingsOfRegion } from './regionThings';
import { thing, type Thing } from './thing';

/**
 * Everything that stands in a region, and the roles, which stand in all. What is only remembered (INACTIVE,
 * operations that have ended, service-linked roles, which are the account's) is left out; tasks, targets, instances
 * and network interfaces are counted with what they belong to.
 */
export function thingsOf(world: World, region: string): Thing[] {
  const state = world.regions.get(region);
  const roles = [...world.iam.roles.values()]
    .filter(({ path }) => !path.startsWith('/aws-service-role/'))
    .map(({ name, id, path, tags, description, trust, attached, inline, boundary }) =>
      thing('AWS::IAM::Role', id, name, {
        tags,
        description,
        settings: { path, trust, attached: [...attached].sort(), inline: [...inline], boundary },
      }),
    );
  return [...roles, ...(state ? thingsOfRegion(state) : [])];
}
