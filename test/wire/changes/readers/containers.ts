import {
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ListClustersCommand,
  ListServicesCommand as ListEcsServicesCommand,
  ListTaskDefinitionsCommand,
  type ContainerDefinition,
} from '@aws-sdk/client-ecs';
import { described, named, tagged } from '../described';
import { know, nameIn, type Ids, type Reader } from './ids';

/** Clusters, the newest revision of each family, and services. */
export const containers: Reader = async ({ clients: { ecs }, send }, ids) => {
  const { clusterArns = [] } = await send(ecs, new ListClustersCommand({}));
  const { clusters = [] } = await send(
    ecs,
    new DescribeClustersCommand({ clusters: clusterArns, include: ['TAGS', 'SETTINGS'] }),
  );
  const frames = clusters
    .filter(({ status }) => status === 'ACTIVE')
    .map((it) => {
      const tags = tagged(it.tags);
      know(ids, it.clusterArn ?? '', tags, 'arn');
      const { clusterName, settings } = it;
      return described('AWS::ECS::Cluster', named(tags), { clusterName, settings, tags });
    });
  const { taskDefinitionArns = [] } = await send(ecs, new ListTaskDefinitionsCommand({ status: 'ACTIVE' }));
  const families = new Set(taskDefinitionArns.map((arn) => arn.replace(/^.*\/|:\d+$/g, '')));
  const definitions = await Promise.all(
    [...families].map(async (family) => {
      const command = new DescribeTaskDefinitionCommand({ taskDefinition: family, include: ['TAGS'] });
      const { taskDefinition: it, ...rest } = await send(ecs, command);
      const tags = tagged(rest.tags);
      know(ids, it?.taskDefinitionArn ?? '', tags, 'arn');
      return described('AWS::ECS::TaskDefinition', named(tags), {
        family: it?.family,
        cpu: it?.cpu,
        memory: it?.memory,
        sizeInGiB: it?.ephemeralStorage?.sizeInGiB,
        networkMode: it?.networkMode,
        requiresCompatibilities: it?.requiresCompatibilities,
        cpuArchitecture: it?.runtimePlatform?.cpuArchitecture,
        executionRoleArn: nameIn(ids)(it?.executionRoleArn),
        taskRoleArn: nameIn(ids)(it?.taskRoleArn),
        containers: it?.containerDefinitions?.map((one) => container(one, ids)),
        tags,
      });
    }),
  );
  const services = await Promise.all(
    frames.map(async ({ clusterName }) => {
      const cluster = String(clusterName);
      const { serviceArns = [] } = await send(ecs, new ListEcsServicesCommand({ cluster }));
      if (serviceArns.length === 0) return [];
      const command = new DescribeServicesCommand({ cluster, services: serviceArns, include: ['TAGS'] });
      return (await send(ecs, command)).services ?? [];
    }),
  );
  const running = services
    .flat()
    .filter(({ status }) => status !== 'INACTIVE')
    .map((it) => {
      const tags = tagged(it.tags);
      know(ids, it.serviceArn ?? '', tags, 'arn');
      const network = it.networkConfiguration?.awsvpcConfiguration;
      return described('AWS::ECS::Service', named(tags), {
        serviceName: it.serviceName,
        cluster: nameIn(ids)(it.clusterArn),
        taskDefinition: nameIn(ids)(it.taskDefinition),
        desiredCount: it.desiredCount,
        launchType: it.launchType,
        subnets: [...(network?.subnets ?? [])].sort(),
        securityGroups: (network?.securityGroups ?? []).map(nameIn(ids)).sort(),
        loadBalancers: it.loadBalancers?.map(({ targetGroupArn, containerName, containerPort }) => ({
          targetGroupArn: nameIn(ids)(targetGroupArn),
          containerName,
          containerPort,
        })),
        serviceRegistries: it.serviceRegistries?.map(({ registryArn, containerName, containerPort }) => ({
          registryArn: nameIn(ids)(registryArn),
          containerName,
          containerPort,
        })),
        tags,
      });
    });
  return [...frames, ...definitions, ...running];
};

function container(it: ContainerDefinition, ids: Ids): object {
  const log = it.logConfiguration?.options;
  return {
    name: it.name,
    image: it.image,
    ports: (it.portMappings ?? []).map(({ containerPort }) => containerPort),
    environment: Object.fromEntries((it.environment ?? []).map(({ name = '', value }) => [name, value])),
    secrets: Object.fromEntries((it.secrets ?? []).map(({ name = '', valueFrom }) => [name, valueFrom])),
    command: it.command ?? [],
    essential: it.essential,
    dependsOn: Object.fromEntries(
      (it.dependsOn ?? []).map(({ containerName = '', condition }) => [containerName, condition]),
    ),
    healthCheck: it.healthCheck,
    stopTimeout: it.stopTimeout,
    ulimits: it.ulimits ?? [],
    readonlyRootFilesystem: it.readonlyRootFilesystem ?? false,
    user: it.user,
    logGroup: nameIn(ids)(log?.['awslogs-group']),
    streamPrefix: log?.['awslogs-stream-prefix'],
    logOptions: [
      log?.mode,
      log?.['max-buffer-size'],
      log?.['awslogs-datetime-format'],
      log?.['awslogs-multiline-pattern'],
    ],
  };
}
