import type { Tags } from '../tags';
import { zonesOf } from './zones';

/** The network of one region. */
export interface Ec2State {
  /** Whether the account may use the region. */
  optInStatus: 'opt-in-not-required' | 'opted-in' | 'not-opted-in';
  readonly vpcs: Map<string, VpcState>;
  readonly subnets: Map<string, SubnetState>;
  readonly routeTables: Map<string, RouteTableState>;
  readonly internetGateways: Map<string, InternetGatewayState>;
  readonly natGateways: Map<string, NatGatewayState>;
  readonly addresses: Map<string, AddressState>;
  readonly endpoints: Map<string, EndpointState>;
  readonly securityGroups: Map<string, SecurityGroupState>;
  readonly rules: Map<string, RuleState>;
  readonly interfaces: Map<string, InterfaceState>;
}

interface VpcState {
  readonly id: string;
  readonly cidr: string;
  dnsSupport: boolean;
  dnsHostnames: boolean;
  readonly tags: Tags;
}

export interface SubnetState {
  readonly id: string;
  readonly vpcId: string;
  readonly cidr: string;
  readonly zone: string;
  readonly zoneId: string;
  readonly mapPublicIp: boolean;
  /** Where the search for a free address goes on: addresses are not reused at once, as on AWS. */
  nextHost: number;
  readonly tags: Tags;
}

export interface RouteTableState {
  readonly id: string;
  readonly vpcId: string;
  readonly main: boolean;
  subnetIds: readonly string[];
  routes: readonly RouteState[];
  readonly tags: Tags;
}

export interface RouteState {
  readonly destination: string;
  readonly gatewayId?: string;
  readonly natGatewayId?: string;
}

interface InternetGatewayState {
  readonly id: string;
  /** Where it is attached. */
  vpcId: string | undefined;
  readonly tags: Tags;
}

export interface NatGatewayState {
  readonly id: string;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly privateIp: string;
  readonly publicIp: string;
  /** Those that were there from the start have none that could be released. */
  readonly allocationId?: string;
  readonly interfaceId?: string;
  state: 'pending' | 'available' | 'failed' | 'deleting' | 'deleted';
  failure?: { readonly code: string; readonly message: string };
  readonly tags: Tags;
}

/** A public address that the account holds. */
interface AddressState {
  readonly id: string;
  readonly publicIp: string;
  readonly tags: Tags;
}

/** A way to one service of AWS that stays inside the VPC. */
export interface EndpointState {
  readonly id: string;
  readonly vpcId: string;
  /** `com.amazonaws.eu-west-1.ecr.api`. */
  readonly service: string;
  readonly type: 'Interface' | 'Gateway';
  readonly privateDns: boolean;
  subnetIds: readonly string[];
  groupIds: readonly string[];
  /** Of a gateway endpoint: the tables that lead to it. */
  routeTableIds: readonly string[];
  interfaceIds: readonly string[];
  state: 'pending' | 'available' | 'deleting';
  readonly tags: Tags;
}

export interface SecurityGroupState {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly vpcId: string;
  readonly tags: Tags;
}

/** Exactly one of `cidr`, `cidr6` and `groupId` names the peer. */
export interface RuleState {
  readonly id: string;
  readonly ownerId: string;
  readonly egress: boolean;
  /** `tcp`, `udp`, `icmp` or `-1` for all. */
  readonly protocol: string;
  readonly fromPort: number;
  readonly toPort: number;
  readonly cidr?: string;
  readonly cidr6?: string;
  readonly groupId?: string;
  description: string | undefined;
  readonly tags: Tags;
}

/** A network interface; all of them belong to something that AWS manages. */
export interface InterfaceState {
  readonly id: string;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly address: string;
  groupIds: readonly string[];
  readonly type:
    'interface' | 'api_gateway_managed' | 'network_load_balancer' | 'natGateway' | 'vpc_endpoint';
  readonly requester: string;
  readonly description: string;
  readonly owner: string;
  readonly tags: Tags;
}

const none = (): Tags => new Map();
const named = (name: string): Tags => new Map([['Name', name]]);

/** `vpc-0123` with two private subnets in two zones, a public one with the NAT gateway, and routes. */
export function startEc2(region: string): Ec2State {
  const vpcId = 'vpc-0123';
  const [a, b] = zonesOf(region);
  const subnet = (id: string, cidr: string, zone: typeof a, mapPublicIp: boolean): [string, SubnetState] => [
    id,
    { id, vpcId, cidr, zone: zone.name, zoneId: zone.id, mapPublicIp, nextHost: 10, tags: named(id) },
  ];
  const defaultGroup = 'sg-0123';
  const rule = (id: string, egress: boolean, peer: { cidr: string } | { groupId: string }): RuleState => ({
    id,
    ownerId: defaultGroup,
    egress,
    protocol: '-1',
    fromPort: -1,
    toPort: -1,
    ...peer,
    description: undefined,
    tags: none(),
  });
  const local = { destination: '10.20.0.0/16', gatewayId: 'local' };
  const everywhere = '0.0.0.0/0';
  return {
    optInStatus: 'opt-in-not-required',
    vpcs: new Map([
      [
        vpcId,
        {
          id: vpcId,
          cidr: '10.20.0.0/16',
          dnsSupport: true,
          dnsHostnames: true,
          tags: named('sandbox'),
        },
      ],
    ]),
    subnets: new Map([
      subnet('subnet-a', '10.20.0.0/20', a, false),
      subnet('subnet-b', '10.20.16.0/20', b, false),
      subnet('subnet-public', '10.20.128.0/24', a, true),
    ]),
    routeTables: new Map(
      [
        { id: 'rtb-main', vpcId, main: true, subnetIds: [], routes: [local], tags: none() },
        {
          id: 'rtb-private',
          vpcId,
          main: false,
          subnetIds: ['subnet-a', 'subnet-b'],
          routes: [local, { destination: everywhere, natGatewayId: 'nat-0123' }],
          tags: named('private'),
        },
        {
          id: 'rtb-public',
          vpcId,
          main: false,
          subnetIds: ['subnet-public'],
          routes: [local, { destination: everywhere, gatewayId: 'igw-0123' }],
          tags: named('public'),
        },
      ].map((table) => [table.id, table]),
    ),
    internetGateways: new Map([['igw-0123', { id: 'igw-0123', vpcId, tags: none() }]]),
    natGateways: new Map([
      [
        'nat-0123',
        {
          id: 'nat-0123',
          vpcId,
          subnetId: 'subnet-public',
          privateIp: '10.20.128.5',
          publicIp: '203.0.113.10',
          state: 'available',
          tags: none(),
        },
      ],
    ]),
    addresses: new Map(),
    endpoints: new Map(),
    securityGroups: new Map([
      [
        defaultGroup,
        { id: defaultGroup, name: 'default', description: 'default VPC security group', vpcId, tags: none() },
      ],
    ]),
    rules: new Map([
      ['sgr-0123', rule('sgr-0123', false, { groupId: defaultGroup })],
      ['sgr-0124', rule('sgr-0124', true, { cidr: everywhere })],
    ]),
    interfaces: new Map(),
  };
}
