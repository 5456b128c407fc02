import { DescribeSecurityGroupsCommand } from '@aws-sdk/client-ec2';
import { DescribeClustersCommand } from '@aws-sdk/client-ecs';
import { DescribeLoadBalancersCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Found, Sought } from '../../engine/provider';
import type { NamespaceProps } from '../../kinds/resourceTypes';
import type { Account } from '../account';
import { endOf } from '../../kinds/arn';
import { compact, must, unlessGone } from './common';
import { listPrivateNamespaces } from './namespace';
import { listVpcLinks } from './vpcLink';

/** What somebody else made, or in a sentence why it cannot be used. */
type Answer = Promise<Found | string>;
type Options = { readonly signal?: AbortSignal | undefined };

/** An ECS cluster by its name or ARN. */
export async function lookUpCluster(
  { clients, send }: Account,
  { id, name }: Sought<object>,
  options: Options,
): Answer {
  const command = new DescribeClustersCommand({ clusters: [name] });
  const [it] = (await send(clients.ecs, command, options)).clusters ?? [];
  // A deleted cluster stays describable for a while.
  if (!it || it.status === 'INACTIVE') return absent('ECS cluster', name);
  const arn = must(it.clusterArn, 'clusterArn');
  if (it.status !== 'ACTIVE')
    return `The ECS cluster ${name} is ${it.status ?? 'in no state'}. Name one that is ACTIVE.`;
  const props = { name: it.clusterName, capacityProviders: it.capacityProviders ?? [] };
  return found('AWS::ECS::Cluster', id, arn, props, { arn, name: it.clusterName });
}

/** A private DNS namespace by its domain, id or ARN. Cloud Map does not tell of which VPC it is. */
export async function lookUpNamespace(
  account: Account,
  { id, name, props: { name: domain } }: Sought<NamespaceProps>,
  { signal }: Options,
): Answer {
  const all = await listPrivateNamespaces(account, signal);
  const fitting = all.filter((it) => [it.Id, it.Arn, it.Name].includes(name));
  const [it] = fitting;
  if (!it) return absent('private Cloud Map namespace', name);
  if (fitting.length > 1)
    return several(
      'private Cloud Map namespaces',
      name,
      fitting.map(({ Id }) => Id),
    );
  if (it.Name !== domain) {
    return `The Cloud Map namespace ${name} is ${it.Name ?? 'without a name'}; the node says ${domain}. Write its domain as name.`;
  }
  const physicalId = must(it.Id, 'Id');
  return found(
    'AWS::ServiceDiscovery::PrivateDnsNamespace',
    id,
    physicalId,
    { name: domain },
    { id: it.Id, arn: it.Arn },
  );
}

/** A VPC link by its id, ARN or name, in the VPC of the topology. */
export async function lookUpVpcLink(
  account: Account,
  { id, name, vpcId }: Sought<object>,
  { signal }: Options,
): Answer {
  const all = await listVpcLinks(account, signal);
  const byId = all.filter(({ VpcLinkId }) => VpcLinkId === endOf(name));
  const fitting = byId.length > 0 ? byId : all.filter((it) => it.Name === name);
  const [it] = fitting;
  if (!it) return absent('VPC link (version 2)', name);
  if (fitting.length > 1)
    return several(
      'VPC links',
      name,
      fitting.map(({ VpcLinkId }) => VpcLinkId),
    );
  const [securityGroup] = [...(it.SecurityGroupIds ?? [])].sort();
  if (securityGroup === undefined) {
    return `The VPC link ${name} has no security group, by which its targets could admit it. Name another one.`;
  }
  // INACTIVE is asleep after 60 days without traffic; the first request wakes it.
  if (it.VpcLinkStatus === 'FAILED' || it.VpcLinkStatus === 'DELETING') {
    return `The VPC link ${name} is ${it.VpcLinkStatus}. Name one that is AVAILABLE.`;
  }
  const groups = await unlessGone(
    account.send(account.clients.ec2, new DescribeSecurityGroupsCommand({ GroupIds: [securityGroup] }), {
      signal,
    }),
  );
  const own = groups?.SecurityGroups?.[0]?.VpcId;
  if (vpcId !== undefined && own !== undefined && own !== vpcId) {
    return `The VPC link ${name} is in ${own}, the topology in ${vpcId}. Name one of that VPC.`;
  }
  const physicalId = must(it.VpcLinkId, 'VpcLinkId');
  return found(
    'AWS::ApiGatewayV2::VpcLink',
    id,
    physicalId,
    { name: it.Name },
    { id: physicalId, securityGroup },
  );
}

/** A network load balancer by its name or ARN, in the VPC of the topology. */
export async function lookUpLoadBalancer(
  { clients, send }: Account,
  { id, name, vpcId }: Sought<object>,
  options: Options,
): Answer {
  const input = name.startsWith('arn:') ? { LoadBalancerArns: [name] } : { Names: [name] };
  const answer = await unlessGone(send(clients.elbv2, new DescribeLoadBalancersCommand(input), options));
  const it = answer?.LoadBalancers?.[0];
  if (!it) return absent('load balancer', name);
  if (it.Type !== 'network')
    return `${name} is no network load balancer but of type ${it.Type ?? 'unknown'}. Name another one.`;
  if (vpcId !== undefined && it.VpcId !== vpcId) {
    return `The load balancer ${name} is in ${it.VpcId ?? 'no VPC'}, the topology in ${vpcId}. Name one of that VPC.`;
  }
  const [securityGroup] = [...(it.SecurityGroups ?? [])].sort();
  if (securityGroup === undefined) {
    return `The load balancer ${name} was made without a security group and can never get one (T7), so that tasks could not admit it. Name another one.`;
  }
  const arn = must(it.LoadBalancerArn, 'LoadBalancerArn');
  const attributes = { arn, dnsName: it.DNSName, securityGroup };
  return found(
    'AWS::ElasticLoadBalancingV2::LoadBalancer',
    id,
    arn,
    { name: it.LoadBalancerName },
    attributes,
  );
}

function found(
  type: string,
  id: string,
  physicalId: string,
  props: object,
  attributes: Readonly<Record<string, string | undefined>>,
): Found {
  // Not ours, so it bears no mark; and nothing of ours waits for what it points to.
  return {
    id,
    type,
    physicalId,
    created: '',
    props: compact({ ...props }),
    attributes: compact(attributes),
    pointsTo: [],
  };
}

function absent(what: string, name: string): string {
  return `There is no ${what} ${name} in this account and region. Correct existing, or remove it to have one made.`;
}

function several(what: string, name: string, ids: readonly (string | undefined)[]): string {
  return `Several ${what} are called ${name}. Write the id of one: ${ids.join(', ')}.`;
}
