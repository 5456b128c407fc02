import type { Initially, Ref } from '../../engine/resource';
import type { Reference } from '../resourceTypes';

/** What a topology asks of the network that its stack brings along. */
export interface NetworkProps {
  'AWS::EC2::VPC': VpcProps;
  'AWS::EC2::Subnet': SubnetProps;
  'AWS::EC2::InternetGateway': InternetGatewayProps;
  'AWS::EC2::EIP': AddressProps;
  'AWS::EC2::NatGateway': NatGatewayProps;
  'AWS::EC2::RouteTable': RouteTableProps;
  'AWS::EC2::VPCEndpoint': VpcEndpointProps;
}

/** Attributes: `id`. */
export interface VpcProps {
  /** In canonical form, `/16` to `/28`. */
  readonly cidr: string;
  /** Both on: Cloud Map's names and those of endpoints resolve only then. */
  readonly dnsSupport: true;
  readonly dnsHostnames: true;
}

/** Attributes: `id`. */
export interface SubnetProps {
  readonly vpcId: Reference;
  readonly cidr: string;
  /** Counts the Availability Zones of the account and region that have VPC links, from 0; kept as a tag. */
  readonly zone: number;
}

/** Attributes: `id`. */
export interface InternetGatewayProps {
  /** Also kept as a tag, for one that a run has left unattached. */
  readonly vpcId: Reference;
  readonly attached: true;
}

/** A public address. Attributes: `id` (`eipalloc-…`). */
export interface AddressProps {
  /** Where it is for; kept as a tag. */
  readonly vpcId: Reference;
}

/** Attributes: `id`. */
export interface NatGatewayProps {
  readonly subnetId: Reference;
  readonly addressId: Reference;
  readonly after: readonly Ref[];
}

/** A table, the subnets that it rules and their way out. Attributes: `id`. */
export interface RouteTableProps {
  readonly vpcId: Reference;
  readonly subnetIds: readonly Reference[];
  /** Where `0.0.0.0/0` goes: an internet or a NAT gateway; null where nothing does; at first, where others may say. */
  readonly defaultRoute: Reference | null | Initially<null>;
}

/** A way to a service of AWS that stays inside the VPC. Attributes: `id`. */
export interface VpcEndpointProps {
  readonly vpcId: Reference;
  /** What stands behind `com.amazonaws.<region>.`: `ecr.api`. */
  readonly service: string;
  readonly type: 'Interface' | 'Gateway';
  /** Of an interface endpoint; empty for a gateway. */
  readonly subnetIds: readonly Reference[];
  readonly securityGroups: readonly Reference[];
  /** Of a gateway endpoint; empty for an interface. */
  readonly routeTableIds: readonly Reference[];
}
