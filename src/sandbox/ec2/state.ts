import type { Tags } from '../tags';
import { zonesOf } from './zones';

/** The network of one region. */
export interface Ec2State {
  readonly vpcs: Map<string, VpcState>;
  readonly subnets: Map<string, SubnetState>;
  readonly routeTables: Map<string, RouteTableState>;
  readonly internetGateways: Map<string, { id: string; vpcId: string; tags: Tags }>;
  readonly natGateways: Map<string, NatGatewayState>;
  readonly securityGroups: Map<string, SecurityGroupState>;
  readonly rules: Map<string, RuleState>;
  readonly interfaces: Map<string, InterfaceState>;
}

interface VpcState {
  readonly id: string;
  readonly cidr: string;
  readonly dnsSupport: boolean;
  readonly dnsHostnames: boolean;
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

interface RouteTableState {
  readonly id: string;
  readonly vpcId: string;
  readonly main: boolean;
  readonly subnetIds: readonly string[];
  readonly routes: readonly { destination: string; gatewayId?: string; natGatewayId?: string }[];
  readonly tags: Tags;
}

interface NatGatewayState {
  readonly id: string;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly privateIp: string;
  readonly publicIp: string;
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
  readonly type: 'interface' | 'api_gateway_managed' | 'network_load_balancer';
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
          tags: none(),
        },
      ],
    ]),
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
