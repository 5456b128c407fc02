import * as z from '../../zod';
import { port, secretArns, seconds, variables } from '../fields';

/** What the service's own container and its sidecars have in common. Members have AWS's names. */

export const image = z
  .string()
  .min(1)
  .regex(/^[^\s]+$/, { error: 'An image reference has no spaces.' });

const containerName = z.string().min(1).meta({ title: 'Container' });

const dependency = z.union(
  [
    containerName,
    z.object({
      containerName,
      condition: z.enum(['START', 'HEALTHY', 'COMPLETE', 'SUCCESS']).default('START').meta({
        title: 'Until',
        description: 'HEALTHY asks its health check; COMPLETE and SUCCESS its end.',
      }),
    }),
  ],
  { error: 'A dependency is the name of a container, or { containerName, condition }.' },
);
export type Dependency = z.output<typeof dependency>;

/** Defaults and bounds are those of ECS. Source: API reference, HealthCheck. */
const healthCheck = z.object({
  command: z
    .array(z.string())
    .min(1)
    .meta({
      title: 'Command',
      description: 'Begins with CMD-SHELL or CMD; an exit code other than 0 is a failure.',
      examples: [['CMD-SHELL', 'curl -f http://localhost/ || exit 1']],
    }),
  interval: seconds(5, 300).default(30).meta({ title: 'Interval', unit: 's' }),
  timeout: seconds(2, 60).default(5).meta({ title: 'Timeout', unit: 's' }),
  retries: z.int().min(1).max(10).default(3).meta({ title: 'Unhealthy after', unit: 'failures' }),
  startPeriod: seconds(0, 300).default(0).meta({
    title: 'Start period',
    description: 'How long failures do not count while the container starts.',
    unit: 's',
  }),
});

/** What Fargate gives a container when nothing is said. Source: ECS developer guide, resource limits. */
const OPEN_FILES = 65_535;
const openFiles = z.int().min(1).max(1_048_576).default(OPEN_FILES);

const ulimits = z.object({
  nofile: z
    .object({
      softLimit: openFiles.meta({ title: 'Soft limit' }),
      hardLimit: openFiles.meta({ title: 'Hard limit' }),
    })
    .optional()
    .meta({ title: 'Open files', description: 'The only limit that Fargate lets a task set.' }),
});

const logConfiguration = z.object({
  mode: z.enum(['non-blocking', 'blocking']).optional().meta({
    title: 'Delivery',
    description:
      'non-blocking drops lines when the buffer is full; blocking stops the container until they are out.',
    placeholder: 'the default of the account',
  }),
  maxBufferSize: z
    .string()
    .regex(/^[1-9]\d*[kmg]$/, { error: 'A buffer size is a number and k, m or g: 25m.' })
    .optional()
    .meta({ title: 'Buffer', description: 'What a non-blocking delivery holds back.', placeholder: '10m' }),
  datetimeFormat: z.string().min(1).optional().meta({
    title: 'Date format',
    description: 'In the words of strftime; each event begins with such a date.',
    placeholder: 'one event a line',
  }),
  multilinePattern: z.string().min(1).optional().meta({
    title: 'Multiline pattern',
    description: 'A regular expression; each event begins with a line that fits.',
    placeholder: 'one event a line',
  }),
});

/** How a container is run, beside what it runs. */
export const containerSettings = {
  dependsOn: z.array(dependency).optional().meta({
    title: 'Depends on',
    description: 'Containers of the task that have to start, or more, before this one.',
  }),
  stopTimeout: seconds(1, 120).optional().meta({
    title: 'Stop timeout',
    description: 'From SIGTERM to SIGKILL.',
    unit: 's',
    placeholder: '30',
  }),
  ulimits: ulimits.optional().meta({ title: 'Limits' }),
  readonlyRootFilesystem: z.boolean().default(false).meta({
    title: 'Read-only root',
    description: 'Nothing can be written but to volumes; rules ECS Exec out.',
  }),
  user: z
    .string()
    .regex(/^[^\s:]+(:[^\s:]+)?$/, {
      error: 'A user is a name or a number, with :group behind where needed.',
    })
    .optional()
    .meta({ title: 'User', description: 'user, uid, user:group or uid:gid.', placeholder: 'from the image' }),
  logConfiguration: logConfiguration.optional().meta({ title: 'Log delivery' }),
};

export const containerHealthCheck = healthCheck.optional().meta({
  title: 'Container health check',
  description: 'Runs inside the container; a task with an unhealthy essential container is replaced.',
});

export const sidecar = z.object({
  image: image.meta({ title: 'Image' }),
  port: port.optional().meta({ title: 'Port' }),
  environment: variables.optional().meta({ title: 'Environment' }),
  secrets: secretArns.optional().meta({ title: 'Secrets' }),
  command: z.array(z.string()).optional().meta({ title: 'Command' }),
  essential: z.boolean().optional().meta({ title: 'Essential' }),
  healthCheck: containerHealthCheck.meta({ title: 'Health check' }),
  ...containerSettings,
});

/** The settings of a container, as parsed. */
export interface ContainerSettings {
  readonly dependsOn?: readonly Dependency[] | undefined;
  readonly healthCheck?: z.output<typeof healthCheck> | undefined;
  readonly stopTimeout?: number | undefined;
  readonly ulimits?: z.output<typeof ulimits> | undefined;
  readonly readonlyRootFilesystem: boolean;
  readonly user?: string | undefined;
  readonly logConfiguration?: z.output<typeof logConfiguration> | undefined;
}

/** What a dependency asks: the container, and the condition for which this one waits. */
export function dependencyOf(dependency: Dependency) {
  return typeof dependency === 'string'
    ? { containerName: dependency, condition: 'START' as const }
    : dependency;
}

/** The same fields, in a section of the inspector. */
export function inSection<Shape extends Record<string, z.ZodType>>(section: string, shape: Shape): Shape {
  // Each member keeps its type; only what is told of it changes.
  return Object.fromEntries(
    Object.entries(shape).map(([key, field]) => [key, field.meta({ ...field.meta(), section })]),
  ) as Shape;
}
