import { initially, ref } from '../../engine/resource';
import { endOf } from '../arn';
import { defineKind, type Claim, type Graph } from '../kind';
import type { Reference, ServiceDeployment, TopologyResource } from '../resourceTypes';
import { strategyOf } from './capacity';
import { answersAnyPath } from './images';
import { NO_INGRESS } from './ingress';
import {
  calls,
  callSchema,
  ecsServiceSchema,
  registrations,
  registrationSchema,
  serviceName,
  type CallConfig,
  type EcsServiceConfig,
  type Registration,
  type RegistrationConfig,
  type ServiceNode,
} from './model';
import { calledServices, roles, roleReference } from './roles';
import { checkCall, checkRegistration, checkService } from './rules';
import { scalingResources } from './scaling';
import { taskDefinition } from './taskDefinition';

/** Seconds: half a minute is enough for HTTP, AWS's own 300 slow each deploy and destroy by minutes. */
const DEREGISTRATION_DELAY = 30;

/** A Fargate service: what runs the image, with its roles, logs, group, registration and calls. */
export const ecsService = defineKind({
  kind: 'ecsService',
  stem: 'service',
  title: 'ECS service',
  description: 'Runs a container image on Fargate.',
  place: 'network',
  schema: ecsServiceSchema,
  refuses: NO_INGRESS,
  // The image is for the person to say; the card shows what is missing until then.
  initial: { port: 80 },
  mentions: [{ field: 'cluster', capability: 'cluster' }],
  provides: {
    tcpService: tcpOffer,
    httpTarget: (node, graph) => ({
      securityGroup: securityGroup(node.id),
      endpoints: registrations(node.id, graph).map((edge) => ({
        port: node.config.port,
        uri: ref(registrationId(edge), 'arn'),
        indifferent: indifferentOn(node.config, node.config.port),
      })),
    }),
  },
  accepts: [
    {
      capability: 'registry',
      schema: registrationSchema,
      single: 'AWS takes one registry per service.',
      check: checkRegistration,
      label: ({ record, ttl }: RegistrationConfig) => `${record} · ${ttl} s`,
      look: 'registration',
    },
    {
      capability: 'tcpService',
      schema: callSchema,
      check: checkCall,
      initial: ({ to }) => ({ env: `${to.toUpperCase().replaceAll('-', '_')}_URL` }),
      label: ({ env }: CallConfig) => env ?? '',
      look: 'call',
    },
  ],
  facts: (config) => [tasksText(config), `${config.cpu / 1024} vCPU · ${config.memory} MB`],
  check: checkService,
  claims,
  resources,
});

function tcpOffer(node: ServiceNode, graph: Graph) {
  const { config } = node;
  const [registration] = registrations(node.id, graph);
  const { path, port, interval, timeout, healthy, unhealthy } = config.health;
  return {
    origin: node.origin,
    securityGroup: securityGroup(node.id),
    port: config.port,
    containerOn: (wanted: number) =>
      wanted === config.port
        ? serviceName(node)
        : Object.keys(config.sidecars).find((name) => config.sidecars[name]?.port === wanted),
    indifferentOn: (wanted: number) => indifferentOn(config, wanted),
    tasks: config.scaling?.min ?? config.desiredCount,
    ports: [
      ...new Set([config.port, ...Object.values(config.sidecars).flatMap((sidecar) => sidecar.port ?? [])]),
    ],
    host: registration && `${serviceName(node)}.${graph.offer(registration).domain}`,
    health: {
      ...(path === undefined ? {} : { path }),
      ...(port === undefined ? {} : { port }),
      interval,
      timeout,
      healthy,
      unhealthy,
    },
    deregistrationDelay: DEREGISTRATION_DELAY,
  };
}

function indifferentOn(config: EcsServiceConfig, port: number): string | undefined {
  const images = [config, ...Object.values(config.sidecars)].filter((container) => container.port === port);
  return images.map(({ image }) => image).find(answersAnyPath);
}

function claims(node: ServiceNode, graph: Graph): Claim[] {
  const { cluster } = node.config;
  const name = serviceName(node);
  return [
    { name, scope: `cluster ${cluster}` },
    // Names in DNS know no case.
    ...registrations(node.id, graph).map((edge) => ({
      name: name.toLowerCase(),
      scope: `namespace ${edge.to}`,
    })),
  ];
}

function resources(node: ServiceNode, graph: Graph): TopologyResource[] {
  const { id, config } = node;
  const cluster = graph.offerOf(config.cluster, 'cluster');
  if (!cluster) return [];
  const [registration] = registrations(id, graph);
  const namespace = registration && graph.offer(registration).domain;
  return [
    {
      id: `${id}/securityGroup`,
      type: 'AWS::EC2::SecurityGroup',
      props: {
        name: graph.names.unique(node, { limit: 255 }),
        description: `Tasks of service ${node.origin}`,
        vpcId: graph.network.vpcId,
        // The group outlives what it marks: service and registration are found through these two, with no state file.
        cluster: cluster.name,
        ...(namespace === undefined ? {} : { namespace }),
      },
    },
    {
      id: `${id}/logGroup`,
      type: 'AWS::Logs::LogGroup',
      props: { name: graph.names.taskLogGroup(node), retentionDays: config.logRetentionDays },
    },
    ...roles(node, graph),
    taskDefinition(node, calls(id, graph), graph),
    ...registrations(id, graph).map((edge): TopologyResource => ({
      id: registrationId(edge),
      type: 'AWS::ServiceDiscovery::Service',
      props: {
        name: serviceName(node),
        namespaceId: graph.offer(edge).namespaceId,
        record: edge.config.record,
        ttl: edge.config.ttl,
      },
    })),
    ...calls(id, graph).map((edge): TopologyResource => {
      const callee = graph.offer(edge);
      return {
        id: `${id}/ingress/${edge.to}`,
        type: 'AWS::EC2::SecurityGroupIngress',
        props: { groupId: callee.securityGroup, sourceGroupId: securityGroup(id), port: callee.port },
      };
    }),
    service(node, cluster.arn, graph),
    ...scalingResources(id, config.scaling),
  ];
}

function service(node: ServiceNode, cluster: Reference, graph: Graph): TopologyResource {
  const { id, config } = node;
  const targetGroups = graph.edgesTo(id, 'tcpService').flatMap((edge) => graph.gift(edge).targetGroup ?? []);
  return {
    id: `${id}/service`,
    type: 'AWS::ECS::Service',
    props: {
      name: serviceName(node),
      cluster,
      taskDefinition: ref(`${id}/taskDefinition`, 'arn'),
      // The deploy begins with as many as there always are; then scaling decides.
      desiredCount: config.scaling ? initially(config.scaling.min) : config.desiredCount,
      subnetIds: graph.network.subnets.tasks,
      securityGroups: [securityGroup(id), ...config.securityGroups.map(endOf)],
      loadBalancers: targetGroups.map(({ arn, port }) => ({
        targetGroupArn: arn,
        containerName: tcpOffer(node, graph).containerOn(port) ?? serviceName(node),
        containerPort: port,
      })),
      registries: registrations(id, graph).map((edge) => ({
        registryArn: ref(registrationId(edge), 'arn'),
        // An A record of an awsvpc task takes the ARN only; SRV needs to know which port.
        ...(edge.config.record === 'SRV'
          ? { containerName: serviceName(node), containerPort: config.port }
          : {}),
      })),
      ...(targetGroups.length === 0 ? {} : { grace: config.health.grace }),
      ...strategyOf(config.capacityProviderStrategy),
      deployment: deploymentOf(config),
      exec: config.exec,
      // ECS refuses a target group that no listener forwards to yet, and tasks cannot start without log group, roles or a way to their image.
      after: [
        ...targetGroups.map(({ listener }) => listener),
        ref(`${id}/logGroup`, 'arn'),
        ...graph.network.wayTo(calledServices(config)),
        ...(['execution', 'task'] as const).flatMap((part) => {
          const role = roleReference(node, part);
          return typeof role === 'string' ? [] : [role];
        }),
      ],
    },
  };
}

function tasksText({ scaling, desiredCount }: EcsServiceConfig): string {
  if (scaling) return `${scaling.min}–${scaling.max} tasks`;
  return desiredCount === 1 ? '1 task' : `${desiredCount} tasks`;
}

function deploymentOf({ deployment }: EcsServiceConfig): ServiceDeployment {
  const rolling = { minimumHealthyPercent: 100, maximumPercent: 200, circuitBreaker: true, rollback: true };
  if (deployment === 'safe') return rolling;
  if (deployment === 'fast') return { ...rolling, failedTasks: 2 };
  const { failedTasks, ...given } = deployment;
  return failedTasks === undefined ? given : { ...given, failedTasks };
}

function securityGroup(id: string) {
  return ref(`${id}/securityGroup`, 'id');
}

function registrationId(edge: Registration): string {
  return `${edge.from}/registration/${edge.to}`;
}
