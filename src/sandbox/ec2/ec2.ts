import type * as Ec2 from '@aws-sdk/client-ec2';
import type { Context } from '../context';
import { awsError } from '../errors';
import type { HandlersOf } from '../handlers';
import { addTags, tagsFromUpper, type Tags } from '../tags';
import { endpointHandlers } from './endpoints';
import { gatewayHandlers } from './gateways';
import { interfaceHandlers } from './interfaceHandlers';
import { natGatewayHandlers } from './natGateways';
import { networkHandlers } from './network';
import { routeHandlers } from './routes';
import { ruleHandlers } from './rules';
import { securityGroupHandlers } from './securityGroups';
import { subnetHandlers } from './subnets';
import { vpcHandlers } from './vpcs';

/** The tags of anything with an EC2 id. */
function tagsOf(context: Context, id: string): Tags {
  const { ec2 } = context.region;
  const item =
    ec2.securityGroups.get(id) ??
    ec2.rules.get(id) ??
    ec2.vpcs.get(id) ??
    ec2.subnets.get(id) ??
    ec2.routeTables.get(id) ??
    ec2.natGateways.get(id) ??
    ec2.internetGateways.get(id) ??
    ec2.addresses.get(id) ??
    ec2.endpoints.get(id);
  if (!item) throw awsError('InvalidID', `The ID '${id}' is not valid`);
  return item.tags;
}

/** Every EC2 command that the sandbox answers. */
export const ec2Handlers = {
  ...networkHandlers,
  ...interfaceHandlers,
  ...securityGroupHandlers,
  ...ruleHandlers,
  ...vpcHandlers,
  ...subnetHandlers,
  ...routeHandlers,
  ...gatewayHandlers,
  ...natGatewayHandlers,
  ...endpointHandlers,

  CreateTagsCommand(context, input) {
    const all = (input.Resources ?? []).map((id) => tagsOf(context, id));
    for (const tags of all) addTags(tags, tagsFromUpper(input.Tags));
    return {};
  },

  DeleteTagsCommand(context, input) {
    for (const id of input.Resources ?? []) {
      const tags = tagsOf(context, id);
      if (!input.Tags) tags.clear();
      for (const { Key = '', Value } of input.Tags ?? []) {
        // With a value only a tag of that value goes.
        if (Value === undefined || tags.get(Key) === Value) tags.delete(Key);
      }
    }
    return {};
  },
} satisfies HandlersOf<typeof Ec2>;
