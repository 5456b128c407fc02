import type { ContainerDefinition, RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';
import type { Context } from '../context';
import { roleByArn } from '../iam/policies';
import { clientException } from './requests';

/** Allowed memory in MiB for each cpu: `[from, to, step]`, or for 256 a list (aws-reference §1.12). */
const sizes: Readonly<Record<string, readonly [number, number, number]>> = {
  '512': [1024, 4096, 1024],
  '1024': [2048, 8192, 1024],
  '2048': [4096, 16384, 1024],
  '4096': [8192, 30720, 1024],
  '8192': [16384, 61440, 4096],
  '16384': [32768, 122880, 8192],
};

function isSize(cpu: string, memory: number): boolean {
  if (cpu === '256') return [512, 1024, 2048].includes(memory);
  const range = Object.hasOwn(sizes, cpu) ? sizes[cpu] : undefined;
  if (!range) return false;
  const [low, high, step] = range;
  return memory >= low && memory <= high && (memory - low) % step === 0;
}

/** What RegisterTaskDefinition refuses (aws-reference §1.12; wordings of the real API where known). */
export function checkFargate(context: Context, input: Omit<RegisterTaskDefinitionRequest, 'tags'>): void {
  const containers = input.containerDefinitions ?? [];
  if (containers.length === 0) throw clientException('Container list cannot be empty.');
  const names = containers.map((container) => container.name ?? '');
  if (new Set(names).size < names.length) throw clientException('Container names must be unique.');
  for (const container of containers) {
    if (!container.name || !container.image) {
      throw clientException('Container.name and Container.image must not be null or empty.');
    }
    for (const mapping of container.portMappings ?? []) {
      if (mapping.hostPort !== undefined && mapping.hostPort !== mapping.containerPort) {
        throw clientException(
          'When networkMode=awsvpc, the host ports and container ports in port mappings must match.',
        );
      }
    }
    checkDependencies(container, containers);
    checkSettings(container);
  }
  if (!containers.some((container) => container.essential !== false)) {
    throw clientException('A task must have at least one essential container.');
  }
  for (const role of [input.executionRoleArn, input.taskRoleArn]) {
    if (role !== undefined && !roleByArn(context, role)) throw clientException('Role is not valid');
  }
  if (!input.requiresCompatibilities?.includes('FARGATE')) return;
  if (input.networkMode !== 'awsvpc') {
    throw clientException('Fargate only supports network mode ‘awsvpc’.');
  }
  if (!isSize(input.cpu ?? '', Number(input.memory))) {
    throw clientException(
      `No Fargate configuration exists for given values: ${input.cpu ?? 'no'} CPU, ${input.memory ?? 'no'} memory.`,
    );
  }
  const { sizeInGiB = 21 } = input.ephemeralStorage ?? {};
  if (sizeInGiB < 21 || sizeInGiB > 200) {
    throw clientException('Ephemeral storage size must be between 21 and 200 GiB.');
  }
  const usesLogs = containers.some((container) => container.logConfiguration?.logDriver === 'awslogs');
  if (usesLogs && input.executionRoleArn === undefined) {
    throw clientException(
      'Fargate requires task definition to have execution role ARN to support log driver awslogs.',
    );
  }
  for (const container of containers) {
    const options = container.logConfiguration?.options ?? {};
    if (container.logConfiguration?.logDriver === 'awslogs' && !options['awslogs-stream-prefix']) {
      throw clientException('Log driver awslogs requires options: awslogs-stream-prefix');
    }
  }
}

function checkDependencies(container: ContainerDefinition, all: readonly ContainerDefinition[]): void {
  for (const { containerName, condition } of container.dependsOn ?? []) {
    const wanted = all.find(({ name }) => name === containerName);
    const who = `Container '${container.name ?? ''}'`;
    if (!wanted) throw clientException(`${who} depends on a container that does not exist.`);
    if (condition === 'HEALTHY' && !wanted.healthCheck) {
      throw clientException(
        `${who} depends on container '${containerName ?? ''}' to be HEALTHY, but it has no health check.`,
      );
    }
    if ((condition === 'COMPLETE' || condition === 'SUCCESS') && wanted.essential !== false) {
      throw clientException(
        `${who} has a ${condition} dependency on container '${containerName ?? ''}', which is essential.`,
      );
    }
  }
}

/** Bounds of ContainerDefinition and HealthCheck. Source: ECS API reference. */
function checkSettings({ healthCheck, stopTimeout = 0, ulimits = [] }: ContainerDefinition): void {
  if (stopTimeout > 120) {
    throw clientException('Container stop timeout must be at most 120 seconds on Fargate.');
  }
  const [how] = healthCheck?.command ?? ['CMD'];
  if (how !== 'CMD' && how !== 'CMD-SHELL') {
    throw clientException('Health check command must start with CMD or CMD-SHELL.');
  }
  if (ulimits.some(({ softLimit = 0, hardLimit = 0 }) => softLimit > hardLimit)) {
    throw clientException('The soft limit of a ulimit must not exceed its hard limit.');
  }
}
