import type { Finding, Graph, GraphEdge } from '../kind';
import { anyOf } from '../words';
import { checkCapacity } from './capacity';
import { checkContainers } from './containerRules';
import { isOfEcr } from './images';
import {
  calls,
  registrations,
  type CallConfig,
  type EcsServiceConfig,
  type RegistrationConfig,
  type ServiceNode,
} from './model';
import { checkScaling } from './scaling';
import { fargateMemories, isFargateSize } from './size';

/** Target groups that ECS takes per service. Source: CreateService, loadBalancers. */
const TARGET_GROUPS = 5;

export function checkService(node: ServiceNode, graph: Graph): Finding[] {
  const { id, config } = node;
  return [
    ...taskSize(config),
    ...checkContainers(node),
    ...unreachableImages(node, graph),
    ...health(config),
    ...checkScaling(config.scaling),
    ...checkCapacity(config.capacityProviderStrategy),
    ...noRoomToDeploy(config),
    ...behindLoadBalancers(node, graph),
    ...behindLink(node, graph),
    ...callVariables(node, graph),
    ...unreached(id, graph),
  ];
}

function taskSize({ cpu, memory }: EcsServiceConfig): Finding[] {
  if (isFargateSize(cpu, memory)) return [];
  const sizes = fargateMemories(cpu);
  const next = sizes.find((size) => size >= memory) ?? sizes.at(-1) ?? memory;
  const allowed =
    sizes.length <= 4 ? anyOf(sizes) : `${sizes[0]}, ${sizes[1]}, ${sizes[2]} … ${sizes.at(-1)}`;
  return [
    {
      severity: 'error',
      code: 'cpu-memory',
      message: `Fargate has no task with ${cpu} CPU units and ${memory} MiB. With ${cpu} go ${allowed} MiB.`,
      path: ['memory'],
      fix: { title: `Set the memory to ${next} MiB`, path: ['memory'], value: next },
    },
  ];
}

/** T11: through endpoints tasks reach ECR and no other registry. */
function unreachableImages({ config }: ServiceNode, graph: Graph): Finding[] {
  if (graph.network.egress !== 'endpoints') return [];
  const images: { readonly image: string; readonly path: string[] }[] = [
    { image: config.image, path: ['image'] },
    ...Object.entries(config.sidecars).map(([name, { image }]) => ({
      image,
      path: ['sidecars', name, 'image'],
    })),
  ];
  return images
    .filter(({ image }) => !isOfEcr(image))
    .map(({ image, path }) => ({
      severity: 'error',
      code: 'T11',
      message: `Through endpoints tasks reach no registry but ECR. Copy the image to ECR, or let the network out by nat: ${image}`,
      path,
    }));
}

/** An HTTP check's timeout is smaller than its interval; of a TCP check they may be equal. */
function health({ health: { path, interval, timeout } }: EcsServiceConfig): Finding[] {
  const longest = path === undefined ? interval : interval - 1;
  if (timeout <= longest) return [];
  const bound = path === undefined ? 'at most the interval' : 'shorter than the interval';
  return [
    {
      severity: 'error',
      code: 'health-timeout',
      message: `The timeout of the health check is ${timeout} s, and must be ${bound} of ${interval} s. Shorten it, or check less often.`,
      path: ['health', 'timeout'],
      fix: { title: `Set the timeout to ${longest} s`, path: ['health', 'timeout'], value: longest },
    },
  ];
}

/** A rolling deployment that may neither start a task nor stop one. */
function noRoomToDeploy({ deployment, scaling, ...config }: EcsServiceConfig): Finding[] {
  const desiredCount = scaling?.min ?? config.desiredCount;
  if (typeof deployment !== 'object' || desiredCount === 0) return [];
  const { minimumHealthyPercent, maximumPercent } = deployment;
  // ECS rounds the lower bound up and the upper down. Source: CreateService, deploymentConfiguration.
  const least = Math.ceil((desiredCount * minimumHealthyPercent) / 100);
  const most = Math.floor((desiredCount * maximumPercent) / 100);
  if (least < most) return [];
  return [
    {
      severity: 'error',
      code: 'no-room-to-deploy',
      message: `A deployment could neither start nor stop a task: of ${desiredCount}, ${least} must run and ${most} may. Raise the maximum, or lower the minimum.`,
      path: ['deployment', 'maximumPercent'],
      fix: { title: 'Set the maximum to 200 %', path: ['deployment', 'maximumPercent'] },
    },
  ];
}

function behindLoadBalancers({ id, config }: ServiceNode, graph: Graph): Finding[] {
  const groups = graph.edgesTo(id, 'tcpService').filter((edge) => graph.gift(edge).targetGroup);
  const findings: Finding[] = [];
  if (groups.length > 0 && config.health.grace === 0) {
    findings.push({
      severity: 'warning',
      code: 'T15',
      message:
        'Without a grace period a new task is stopped at its first failed health check, even while it starts. Give it 60 s.',
      path: ['health', 'grace'],
      fix: { title: 'Set the grace period to 60 s', path: ['health', 'grace'] },
    });
  }
  if (groups.length > TARGET_GROUPS) {
    findings.push({
      severity: 'error',
      code: 'too-many-target-groups',
      message: `${groups.length} listeners lead to this service; ECS takes ${TARGET_GROUPS}. Remove wires from load balancers.`,
      path: [],
    });
  }
  return findings;
}

/** T4: a VPC link finds tasks by Cloud Map only with a port, which an A record does not have. */
function behindLink({ id }: ServiceNode, graph: Graph): Finding[] {
  const [link] = graph.edgesTo(id, 'httpTarget');
  const [registration] = registrations(id, graph);
  if (!link || registration?.config.record === 'SRV') return [];
  const fault = `${link.from} sends requests to this service without a load balancer, and so needs an SRV record, which names the port.`;
  if (!registration) {
    const message = `${fault} Draw a wire to a Cloud Map namespace and choose SRV, or put a load balancer between.`;
    return [{ severity: 'error', code: 'T4', message, path: [], absence: true }];
  }
  return [
    {
      severity: 'error',
      code: 'T4',
      message: `${fault} Choose SRV here, or put a load balancer between.`,
      path: ['record'],
      edge: registration,
      fix: { title: 'Register with SRV', path: ['record'], value: 'SRV' },
    },
  ];
}

/** T5: callers by name ask for an address, which an SRV record does not give. */
export function checkRegistration(edge: GraphEdge<RegistrationConfig, 'registry'>, graph: Graph): Finding[] {
  if (edge.config.record !== 'SRV') return [];
  const [caller] = graph.edgesTo(edge.from, 'tcpService').filter((call) => !graph.gift(call).targetGroup);
  if (!caller) return [];
  const byLink = graph.edgesTo(edge.from, 'httpTarget').length > 0;
  const fault = `${caller.from} calls ${edge.from} by name, and most HTTP clients ignore SRV records.`;
  const message = byLink
    ? `${fault} Put a load balancer between the VPC link and ${edge.from}, and register with A.`
    : `${fault} Register with A.`;
  return [
    {
      severity: 'warning',
      code: 'T5',
      message,
      path: ['record'],
      ...(byLink ? {} : { fix: { title: 'Register with A', path: ['record'] } }),
    },
  ];
}

/** A callee without a name: its caller finds it nowhere. */
export function checkCall(edge: GraphEdge<CallConfig, 'tcpService'>, graph: Graph): Finding[] {
  if (graph.offer(edge).host !== undefined) return [];
  const { env } = edge.config;
  const remedy = `Draw a wire from ${edge.to} to a Cloud Map namespace.`;
  return [
    env === undefined
      ? {
          severity: 'info',
          code: 'unnamed-callee',
          message: `${edge.from} may call ${edge.to}, which has no name to be found by. ${remedy}`,
          path: [],
          absence: true,
        }
      : {
          severity: 'error',
          code: 'unnamed-callee',
          message: `${env} cannot be set: ${edge.to} has no name in Cloud Map. ${remedy}`,
          path: ['env'],
          absence: true,
        },
  ];
}

/** Variables that a wire sets and that are set already. */
function callVariables({ id, config }: ServiceNode, graph: Graph): Finding[] {
  const taken = new Map<string, string>([
    ...Object.keys(config.environment).map((name) => [name, 'in the environment'] as const),
    ...Object.keys(config.secrets).map((name) => [name, 'as a secret'] as const),
  ]);
  return calls(id, graph).flatMap((edge): Finding[] => {
    const { env } = edge.config;
    if (env === undefined) return [];
    const first = taken.get(env);
    taken.set(env, first ?? `by the wire to ${edge.to}`);
    if (first === undefined) return [];
    return [
      {
        severity: 'error',
        code: 'duplicate-variable',
        message: `${env} is set already, ${first}. Choose another variable for the URL of ${edge.to}.`,
        path: ['env'],
        edge,
      },
    ];
  });
}

function unreached(id: string, graph: Graph): Finding[] {
  const isReached = (['tcpService', 'httpTarget'] as const).some(
    (capability) => graph.edgesTo(id, capability).length > 0,
  );
  if (isReached) return [];
  const message =
    'No request reaches this service. Draw a wire to it from a load balancer or another service, unless it works by itself.';
  return [{ severity: 'info', code: 'unreached-service', message, path: [], absence: true }];
}
