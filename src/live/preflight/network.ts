import type { Network, Subnet } from '../../aws/network';
import { ZONES_WITHOUT_LINKS } from '../../aws/resources/zones';
import type { Check } from './check';
import type { PreflightFinding } from './finding';
import { asked, existing, existingVpc } from './use';

/** The VPC and the subnets that the file names: that they are there, and are what the chain needs. */
export const networkCheck: Check = async (look) => {
  const vpcId = existingVpc(look.prepared);
  if (vpcId === undefined) return [];
  const network = await look.network;
  if (!network) {
    return [
      error('vpc-missing', 'This account and region have no such VPC; choose one of the account', vpcId),
    ];
  }
  const inside = [
    ...asked(look.prepared, 'AWS::ElasticLoadBalancingV2::LoadBalancer'),
    ...asked(look.prepared, 'AWS::ECS::Service'),
  ].flatMap(({ props }) => existing(props.subnetIds));
  const linked = asked(look.prepared, 'AWS::ApiGatewayV2::VpcLink').flatMap(({ props }) =>
    existing(props.subnetIds),
  );
  const used = [...new Set([...inside, ...linked])];
  const subnets = network.subnets.filter(({ id }) => used.includes(id));
  return [
    ...vpcFindings(network),
    ...used
      .filter((id) => !subnets.some((subnet) => subnet.id === id))
      .map((id) =>
        error('subnet-missing', `VPC ${vpcId} has no such subnet; choose subnets of this VPC`, id),
      ),
    ...subnets.filter(({ id }) => linked.includes(id)).flatMap(withoutLinks),
    ...oneZone(subnets),
  ];
};

function vpcFindings({ vpcId, state, dnsOff }: Network): PreflightFinding[] {
  return [
    ...(state === 'available'
      ? []
      : [error('vpc-state', `VPC ${vpcId} cannot be used yet; wait until it is available`, state)]),
    ...dnsOff.map((attribute) =>
      error(
        'T14',
        'Cloud Map names do not resolve in this VPC; turn its DNS attribute on',
        `${attribute} of ${vpcId}`,
      ),
    ),
  ];
}

function withoutLinks({ id, zoneId }: Subnet): PreflightFinding[] {
  if (zoneId === undefined || !ZONES_WITHOUT_LINKS.has(zoneId)) return [];
  const message = 'API Gateway has no VPC links in this zone; leave its subnet out of the link';
  return [error('T13', message, `${id} in ${zoneId}`)];
}

function oneZone(subnets: readonly Subnet[]): PreflightFinding[] {
  const zones = new Set(subnets.map(({ zone }) => zone));
  const [only] = zones;
  if (zones.size !== 1 || only === undefined) return [];
  const message = `All subnets are in one availability zone; add one in a second zone: ${only}`;
  return [{ severity: 'warning', code: 'one-zone', message }];
}

function error(code: string, sentence: string, what: string): PreflightFinding {
  return { severity: 'error', code, message: `${sentence}: ${what}` };
}
