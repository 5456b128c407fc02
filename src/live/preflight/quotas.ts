import type { Account } from '../../aws/account';
import { listNetworkLoadBalancers } from '../../aws/resources/loadBalancer';
import { listPrivateNamespaces } from '../../aws/resources/namespace';
import { listVpcLinks } from '../../aws/resources/vpcLink';
import type { ResourceType } from '../../kinds/resourceTypes';
import { mapAsync } from '../../aws/resources/common';
import type { Check } from './check';
import { made } from './use';

interface Quota {
  readonly type: ResourceType;
  readonly what: string;
  /** In a region, unless AWS has raised it for the account; only Service Quotas would tell. */
  readonly usual: number;
  count(account: Account, signal?: AbortSignal): Promise<number>;
}

/** Sources: the quota pages of API Gateway, Elastic Load Balancing and Cloud Map. */
const QUOTAS: readonly Quota[] = [
  {
    type: 'AWS::ApiGatewayV2::VpcLink',
    what: 'VPC links',
    usual: 10,
    count: async (account, signal) => (await listVpcLinks(account, signal)).length,
  },
  {
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    what: 'network load balancers',
    usual: 50,
    count: async (account, signal) => (await listNetworkLoadBalancers(account, signal)).length,
  },
  {
    type: 'AWS::ServiceDiscovery::PrivateDnsNamespace',
    what: 'Cloud Map namespaces',
    usual: 50,
    count: async (account, signal) => (await listPrivateNamespaces(account, signal)).length,
  },
];

/** Quotas that the deploy would exceed if the account has the usual ones. Nothing is counted where nothing is added. */
export const quotasCheck: Check = async ({ prepared, plan, session, signal }) =>
  mapAsync(QUOTAS, async ({ type, what, usual, count }) => {
    const added = made(prepared, plan, type).length;
    if (added === 0) return undefined;
    const present = await count(session.account, signal);
    if (present + added <= usual) return undefined;
    const message = `The region has ${present} ${what} and the deploy adds ${added}; AWS allows ${usual} unless it has raised the quota. Ask for more in Service Quotas, or delete some.`;
    return { severity: 'warning', code: 'quota', message };
  });
