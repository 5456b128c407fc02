import * as z from '../../zod';
import { awsName, port, retentionDays, secretArns, seconds, variableName, variables } from '../fields';
import type { Drawing, GraphEdge, GraphNode } from '../kind';
import { capacity } from './capacity';
import { containerHealthCheck, containerSettings, image, inSection, sidecar } from './container';
import { deployment } from './deployment';
import { scaling } from './scaling';

const health = z
  .object({
    path: z.string().regex(/^\//, { error: 'A path begins with a slash.' }).optional().meta({
      title: 'Path',
      description: 'Asked by HTTP; without it only the open port is checked.',
      placeholder: 'TCP check',
    }),
    port: port.optional().meta({ title: 'Port', placeholder: 'the port of the traffic' }),
    interval: seconds(5, 300).default(10).meta({ title: 'Interval', unit: 's' }),
    timeout: seconds(2, 120).default(5).meta({ title: 'Timeout', unit: 's' }),
    healthy: z.int().min(2).max(10).default(2).meta({ title: 'Healthy after', unit: 'answers' }),
    unhealthy: z.int().min(2).max(10).default(2).meta({ title: 'Unhealthy after', unit: 'failures' }),
    grace: seconds(0, 2_147_483_647).default(60).meta({
      title: 'Grace period',
      description: 'How long a new task may fail its checks.',
      unit: 's',
    }),
  })
  .meta({ title: 'Health check' });

const roleArn = z.string().regex(/^arn:[a-z-]+:iam::\d{12}:role\/.+/, {
  error: 'A role is named by its ARN, arn:aws:iam::123456789012:role/….',
});

const securityGroup = z
  .string()
  .regex(/^(sg-[0-9a-f]+|arn:[a-z-]+:ec2:[^:]*:\d{12}:security-group\/sg-[0-9a-f]+)$/, {
    error: 'A security group is named by its id, sg-…, or its ARN.',
  });

export const ecsServiceSchema = z.object({
  image: image.meta({ title: 'Image', section: 'Container' }),
  port: port.meta({
    title: 'Port',
    description: 'The port that the container listens on.',
    section: 'Container',
  }),
  cpu: z
    .literal([256, 512, 1024, 2048, 4096, 8192, 16_384])
    .default(256)
    .meta({ title: 'CPU', description: 'CPU units; 1024 are one vCPU.', section: 'Container' }),
  memory: z.int().min(512).default(512).meta({ title: 'Memory', unit: 'MiB', section: 'Container' }),
  architecture: z
    .enum(['X86_64', 'ARM64'])
    .default('X86_64')
    .meta({ title: 'Architecture', section: 'Container' }),
  command: z
    .array(z.string())
    .optional()
    .meta({ title: 'Command', placeholder: 'from the image', section: 'Container' }),
  ephemeralStorage: z.int().min(21).max(200).optional().meta({
    title: 'Ephemeral storage',
    description: 'Disk of a task, shared by its containers.',
    unit: 'GiB',
    placeholder: '20',
    section: 'Container',
  }),
  cluster: z.string().meta({ title: 'Cluster', section: 'Service' }),
  name: awsName(
    /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/,
    63,
    'A service name is a DNS label: letters, digits and hyphens, at most 63.',
  )
    .optional()
    .meta({ title: 'Name', placeholder: 'the id', section: 'Service' }),
  desiredCount: z.int().min(0).max(5000).default(1).meta({ title: 'Tasks', section: 'Service' }),
  scaling: scaling.optional().meta({
    title: 'Scaling',
    description: 'Says how many tasks there are, in place of the number above.',
    placeholder: 'off',
    section: 'Service',
  }),
  capacityProviderStrategy: capacity.optional().meta({
    title: 'Capacity',
    description: 'Spot is cheaper, and AWS may take its tasks back at two minutes’ notice.',
    placeholder: 'Fargate',
    section: 'Service',
  }),
  deployment: deployment.default('safe').meta({
    title: 'Deployment',
    description: 'safe rolls back what fails; fast gives up after two failed tasks.',
    section: 'Service',
  }),
  exec: z.boolean().default(false).meta({ title: 'ECS Exec', section: 'Service' }),
  health: health.prefault({}).meta({ title: 'Health check', section: 'Health check' }),
  ...inSection('Health check', { healthCheck: containerHealthCheck }),
  environment: variables.default({}).meta({ title: 'Environment', section: 'Environment' }),
  secrets: secretArns.default({}).meta({
    title: 'Secrets',
    description: 'ARN in Secrets Manager or Parameter Store.',
    section: 'Environment',
  }),
  ...inSection('Runtime', containerSettings),
  sidecars: z
    .record(
      z.string().regex(/^[A-Za-z0-9_-]{1,255}$/, {
        error: 'A sidecar is named with letters, digits, hyphens and underscores.',
      }),
      sidecar,
    )
    .default({})
    .meta({ title: 'Sidecars', section: 'Sidecars' }),
  logRetentionDays: retentionDays.default(30).meta({ title: 'Keep logs', unit: 'days', section: 'Access' }),
  executionRole: roleArn
    .optional()
    .meta({ title: 'Execution role', placeholder: 'created with least privilege', section: 'Access' }),
  taskRole: roleArn
    .optional()
    .meta({ title: 'Task role', placeholder: 'created with least privilege', section: 'Access' }),
  securityGroups: z.array(securityGroup).max(4).default([]).meta({
    title: 'Security groups',
    description: 'Existing ones, beside the one made from the wires.',
    section: 'Access',
  }),
});
export type EcsServiceConfig = z.output<typeof ecsServiceSchema>;

export const registrationSchema = z.object({
  record: z.enum(['A', 'SRV']).default('A').meta({
    title: 'Record',
    description: 'A names an address; SRV also a port, which most HTTP clients ignore.',
  }),
  ttl: z.int().min(0).max(2_147_483_647).default(10).meta({ title: 'TTL', unit: 's' }),
});
export type RegistrationConfig = z.output<typeof registrationSchema>;

export const callSchema = z.object({
  env: variableName.optional().meta({ title: 'Variable', description: "Receives the callee's URL." }),
});
export type CallConfig = z.output<typeof callSchema>;

export type ServiceNode = GraphNode<EcsServiceConfig>;
export type Registration = GraphEdge<RegistrationConfig, 'registry'>;
export type Call = GraphEdge<CallConfig, 'tcpService'>;

/** Where a service is registered, in the order of the file; AWS takes one only. */
export function registrations(id: string, drawing: Drawing): Registration[] {
  // The edges were parsed with the schema that this kind declares for the capability.
  return drawing.edgesFrom(id, 'registry') as Registration[];
}

/** The services that a service calls. */
export function calls(id: string, drawing: Drawing): Call[] {
  // As above.
  return drawing.edgesFrom(id, 'tcpService') as Call[];
}

/** The service's name in its cluster, in Cloud Map, and of its own container. */
export function serviceName({ origin, config }: ServiceNode): string {
  return config.name ?? origin;
}
