import { coversRange } from '../../aws/cidr';
import { listEndpoints, type Endpoint } from '../../aws/endpoints';
import type { Subnet } from '../../aws/network';
import { isOfEcr, parseImage } from '../../kinds/ecsService/images';
import type { ServiceProps, TaskDefinitionProps } from '../../kinds/resourceTypes';
import type { Check } from './check';
import type { PreflightFinding } from './finding';
import { asked, existing, type Asked } from './use';

/**
 * T11: tasks reach their registry, their logs and their secrets, over the internet or over endpoints of the VPC. Without,
 * a deploy hangs until its circuit breaker trips. An emulator routes nothing, so nothing is asked of one.
 */
export const egressCheck: Check = async ({ prepared, session, network, signal }) => {
  const [vpc, services] = [await network, asked(prepared, 'AWS::ECS::Service')];
  if (!vpc || session.account.connection.kind === 'endpoint') return [];
  const closed = vpc.subnets.filter(
    ({ id, egress }) => !egress && services.some(({ props }) => existing(props.subnetIds).includes(id)),
  );
  if (closed.length === 0) return [];
  const endpoints = await listEndpoints(session.account, vpc.vpcId, signal);
  const definitions = new Map(
    asked(prepared, 'AWS::ECS::TaskDefinition').map(({ node, props }) => [node, props]),
  );
  return services.flatMap((service) => {
    const definition = definitions.get(service.node);
    const own = closed.filter(({ id }) => existing(service.props.subnetIds).includes(id));
    return definition && own.length > 0
      ? findingsOf(service, definition, { closed: own, endpoints, region: session.region })
      : [];
  });
};

interface Surroundings {
  /** Subnets of the service without a route to the internet that a task could use. */
  readonly closed: readonly Subnet[];
  readonly endpoints: readonly Endpoint[];
  readonly region: string;
}

function findingsOf(
  { node, props }: Asked<'AWS::ECS::Service'>,
  definition: TaskDefinitionProps,
  { closed, endpoints, region }: Surroundings,
): PreflightFinding[] {
  const say = (message: string): PreflightFinding => ({ severity: 'error', code: 'T11', message, node });
  const names = closed.map(({ id }) => id).join(', ');
  const open = closed.some(({ access }) => access === 'public');
  const remedy = open
    ? 'Tasks have no public address, and so no way out of a public subnet; choose private subnets with a route to a NAT gateway'
    : 'Give the subnets a route to a NAT gateway, or choose others';
  const images = Object.values(definition.containers).map(({ image }) => image);
  const far = images.filter((image) => !isRegional(image, region));
  const outside = far.find(isPublic);
  if (outside !== undefined) {
    return [say(`Tasks of ${node} could not pull ${outside}: it is outside the VPC. ${remedy}: ${names}`)];
  }
  const [unknown] = far;
  if (unknown !== undefined) {
    const message = `Tasks of ${node} can only pull ${unknown} if its registry is reached from ${names}, which have no way to the internet.`;
    return [{ severity: 'warning', code: 'T11', message, node }];
  }
  const groups = existing(props.securityGroups);
  const missing = [...needed(definition, props)].flatMap(([service, use]) => {
    const lacking = closed.filter(
      (subnet) => !endpoints.some((endpoint) => serves(endpoint, service, subnet, groups)),
    );
    return lacking.length === 0 ? [] : [`${service} (${use})`];
  });
  if (missing.length === 0) return [];
  const kinds =
    'interface endpoints with private DNS that admit the subnets on port 443, s3 as a gateway on their route table';
  return [
    say(
      `Tasks of ${node} would not start in ${names}, which have no way to the internet and lack endpoints (${kinds}). ${open ? remedy : 'Add the endpoints, or a route to a NAT gateway'}: ${missing.join(', ')}`,
    ),
  ];
}

/** Endpoints that a task needs where it has no way out, and what for. Source: ECS developer guide, interface VPC endpoints. */
function needed(definition: TaskDefinitionProps, { exec }: ServiceProps): Map<string, string> {
  const secrets = Object.values(definition.containers).flatMap((container) =>
    Object.values(container.secrets),
  );
  const of = (service: string) => secrets.some((arn) => arn.split(':')[2] === service);
  return new Map([
    ['ecr.api', 'images'],
    ['ecr.dkr', 'images'],
    ['s3', 'image layers'],
    ['logs', 'logs'],
    ...(of('secretsmanager') ? [['secretsmanager', 'secrets'] as const] : []),
    ...(of('ssm') ? [['ssm', 'parameters'] as const] : []),
    ...(exec ? [['ssmmessages', 'ECS Exec'] as const] : []),
  ]);
}

function serves(endpoint: Endpoint, service: string, subnet: Subnet, groups: readonly string[]): boolean {
  if (endpoint.service !== service) return false;
  if (endpoint.kind === 'gateway') {
    return subnet.routeTable !== undefined && endpoint.routeTables.includes(subnet.routeTable);
  }
  const { anyone, ranges, groups: admitted } = endpoint.admits;
  return (
    endpoint.privateDns &&
    (anyone ||
      ranges.some((range) => coversRange(range, subnet.cidr)) ||
      admitted.some((group) => groups.includes(group)))
  );
}

/** Whether an image is in Amazon ECR of the region, the only registry that endpoints lead to. */
function isRegional(image: string, region: string): boolean {
  return isOfEcr(image) && parseImage(image).registry.includes(`.${region}.`);
}

const PUBLIC_REGISTRIES = new Set([
  'docker.io',
  'public.ecr.aws',
  'ghcr.io',
  'quay.io',
  'gcr.io',
  'registry.k8s.io',
  'mcr.microsoft.com',
]);

/** Whether an image is of a registry that is known to be in the internet; one without a host is of Docker Hub. */
function isPublic(image: string): boolean {
  const { registry } = parseImage(image);
  return PUBLIC_REGISTRIES.has(registry) || /\.dkr\.ecr\./.test(registry);
}
