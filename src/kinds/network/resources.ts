import { initially, isRef, nodeOf, ref, refsIn } from '../../engine/resource';
import type { Names } from '../names';
import type { TopologyResource } from '../resourceTypes';
import { blockText, eighth, parseBlock } from './blocks';
import { IDS, ZONES, type OwnNetwork } from './own';

/** Services whose endpoints are entries of route tables, and cost nothing. Source: PrivateLink guide. */
const GATEWAYS: readonly string[] = ['s3', 'dynamodb'];

/** Public subnets lie behind four private ones, so that a further zone would move nothing. */
const FIRST_PUBLIC = 4;

const VPC_ID = ref(IDS.vpc, 'id');
const PRIVATE_SUBNETS = ZONES.map((zone) => ref(IDS.subnet('private', zone), 'id'));

/** The network as AWS objects. `others` is all else that the topology asks for: what refers to an endpoint, gets it. */
export function networkResources(
  own: OwnNetwork,
  names: Names,
  others: readonly TopologyResource[],
): TopologyResource[] {
  return [
    { id: IDS.vpc, type: 'AWS::EC2::VPC', props: { cidr: own.cidr, dnsSupport: true, dnsHostnames: true } },
    ...ZONES.map((zone) => subnet(own, 'private', zone)),
    {
      id: IDS.routeTable('private'),
      type: 'AWS::EC2::RouteTable',
      props: {
        vpcId: VPC_ID,
        subnetIds: PRIVATE_SUBNETS,
        defaultRoute: defaultRouteOf(own),
      },
    },
    ...(own.egress === 'nat' ? natResources(own) : []),
    ...(own.egress === 'endpoints' ? endpointResources(names, others) : []),
  ];
}

/** Without a way out of ours people may add their own, which a deploy must not take away. */
function defaultRouteOf({ egress }: OwnNetwork) {
  // A route to a gateway that is still pending is refused.
  if (egress === 'nat') return ref(IDS.natGateway, 'id', { ready: true });
  return egress === 'endpoints' ? null : initially(null);
}

function subnet(own: OwnNetwork, sort: 'private' | 'public', zone: number): TopologyResource {
  const part = eighth(parseBlock(own.cidr), sort === 'private' ? zone : FIRST_PUBLIC + zone);
  return {
    id: IDS.subnet(sort, zone),
    type: 'AWS::EC2::Subnet',
    props: { vpcId: VPC_ID, cidr: blockText(part), zone },
  };
}

/** One gateway for all zones: a second one costs as much again, and only helps while the first one's zone is down. */
function natResources(own: OwnNetwork): TopologyResource[] {
  const [zone] = ZONES;
  const publicSubnet = ref(IDS.subnet('public', zone), 'id');
  return [
    {
      id: IDS.internetGateway,
      type: 'AWS::EC2::InternetGateway',
      props: { vpcId: VPC_ID, attached: true },
    },
    subnet(own, 'public', zone),
    {
      id: IDS.routeTable('public'),
      type: 'AWS::EC2::RouteTable',
      props: { vpcId: VPC_ID, subnetIds: [publicSubnet], defaultRoute: ref(IDS.internetGateway, 'id') },
    },
    { id: IDS.address, type: 'AWS::EC2::EIP', props: { vpcId: VPC_ID } },
    {
      id: IDS.natGateway,
      type: 'AWS::EC2::NatGateway',
      props: {
        subnetId: publicSubnet,
        addressId: ref(IDS.address, 'id'),
        // It fails in a VPC without an internet gateway, and reaches nothing without its route.
        after: [ref(IDS.routeTable('public'), 'id')],
      },
    },
  ];
}

/** Endpoints for what tasks call, behind a group that admits tasks only. */
function endpointResources(names: Names, others: readonly TopologyResource[]): TopologyResource[] {
  const prefix = IDS.endpoint('');
  const services = [
    ...new Set(
      others
        .flatMap(({ props }) => refsIn(props))
        .flatMap(({ $ref }) => ($ref.startsWith(prefix) ? [$ref.slice(prefix.length)] : [])),
    ),
  ].sort();
  return [
    {
      id: IDS.securityGroup,
      type: 'AWS::EC2::SecurityGroup',
      props: {
        // No node can be called so, and therefore no group of a node.
        name: names.unique({ origin: '@network', keepsName: false }, { limit: 255 }),
        description: 'Endpoints of the network',
        vpcId: VPC_ID,
      },
    },
    ...admissions(others),
    ...services.map((service): TopologyResource => {
      const isGateway = GATEWAYS.includes(service);
      return {
        id: IDS.endpoint(service),
        type: 'AWS::EC2::VPCEndpoint',
        props: {
          vpcId: VPC_ID,
          service,
          type: isGateway ? 'Gateway' : 'Interface',
          subnetIds: isGateway ? [] : PRIVATE_SUBNETS,
          securityGroups: isGateway ? [] : [ref(IDS.securityGroup, 'id')],
          routeTableIds: isGateway ? [ref(IDS.routeTable('private'), 'id')] : [],
        },
      };
    }),
  ];
}

/** Tasks call AWS over TLS; the group of each service's own is let in. */
function admissions(others: readonly TopologyResource[]): TopologyResource[] {
  return others.flatMap((resource): TopologyResource[] => {
    if (resource.type !== 'AWS::ECS::Service') return [];
    const node = nodeOf(resource.id);
    const own = resource.props.securityGroups.filter(isRef).find(({ $ref }) => nodeOf($ref) === node);
    if (!own) return [];
    return [
      {
        id: IDS.ingress(node),
        type: 'AWS::EC2::SecurityGroupIngress',
        props: { groupId: ref(IDS.securityGroup, 'id'), sourceGroupId: own, port: 443 },
      },
    ];
  });
}
