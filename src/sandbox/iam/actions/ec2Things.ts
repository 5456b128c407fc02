import { arn, type Context } from '../../context';
import { tagsFromUpper } from '../../tags';
import type { ConditionKeys, Demand } from '../policyDocument';
import { demand, requestTags, resourceTags } from './demands';

/** How the ids of things begin, and what ARNs call them. */
const TYPES: readonly (readonly [prefix: string, type: string])[] = [
  ['sgr-', 'security-group-rule'],
  ['sg-', 'security-group'],
  ['vpc-', 'vpc'],
  ['subnet-', 'subnet'],
  ['rtb-', 'route-table'],
  ['nat-', 'natgateway'],
  ['igw-', 'internet-gateway'],
  ['eipalloc-', 'elastic-ip'],
  ['vpce-', 'vpc-endpoint'],
];

function arnOf(context: Context, id: string): string {
  const type = TYPES.find(([prefix]) => id.startsWith(prefix))?.[1] ?? 'resource';
  return arn(context, 'ec2', `${type}/${id}`);
}

function tagsOf({ region: { ec2 } }: Context, id: string): ConditionKeys {
  const maps = [
    ec2.securityGroups,
    ec2.rules,
    ec2.vpcs,
    ec2.subnets,
    ec2.routeTables,
    ec2.natGateways,
    ec2.internetGateways,
    ec2.addresses,
    ec2.endpoints,
  ];
  return resourceTags(maps.map((things) => things.get(id)).find((thing) => thing)?.tags);
}

/** An action on a thing, by its id. */
export function on(
  context: Context,
  action: string,
  id: string | undefined,
  keys: ConditionKeys = {},
): Demand {
  return demand(`ec2:${action}`, arnOf(context, id ?? ''), { ...tagsOf(context, id ?? ''), ...keys });
}

/** Tags for what a command makes. */
export interface TagSpecification {
  ResourceType?: string | undefined;
  Tags?: { Key?: string | undefined; Value?: string | undefined }[] | undefined;
}

/** What is tagged as it is made has no id yet, and takes the right to tag. */
export function tagged(
  context: Context,
  createAction: string,
  specifications: TagSpecification[] | undefined,
): Demand[] {
  return (specifications ?? []).map(({ ResourceType = '', Tags }) =>
    demand('ec2:CreateTags', arn(context, 'ec2', `${ResourceType}/*`), {
      ...requestTags(tagsFromUpper(Tags)),
      'ec2:CreateAction': createAction,
    }),
  );
}

/** What is asked for something that is yet to be made, and for its tags. */
export function created(
  context: Context,
  action: string,
  type: string,
  specifications: TagSpecification[] | undefined,
): Demand[] {
  return [
    demand(
      `ec2:${action}`,
      arn(context, 'ec2', `${type}/*`),
      requestTags(tagsFromUpper(specifications?.[0]?.Tags)),
    ),
    ...tagged(context, action, specifications),
  ];
}
