import type { FieldPath, Finding } from '../kind';
import type { ContainerSettings } from './container';

interface Container extends ContainerSettings {
  readonly name: string;
  readonly path: FieldPath;
}

/** Faults in how a container is run. */
export function checkRuntime(container: Container, { exec }: { readonly exec: boolean }): Finding[] {
  return [
    ...healthCommand(container),
    ...(exec ? readOnlyShell(container) : []),
    ...openFiles(container),
    ...logDelivery(container),
  ];
}

/** ECS wants to be told how a health check is run. Source: HealthCheck, command. */
function healthCommand({ name, path, healthCheck }: Container): Finding[] {
  const [how = '', ...rest] = healthCheck?.command ?? ['CMD'];
  if (['CMD', 'CMD-SHELL'].includes(how)) return [];
  const value = [rest.length === 0 ? 'CMD-SHELL' : 'CMD', how, ...rest];
  return [
    {
      severity: 'error',
      code: 'health-command',
      message: `The health check of ${name} begins with ${how}; ECS wants CMD-SHELL for a line of shell, or CMD for a program and its arguments. Put one of them in front.`,
      path: [...path, 'healthCheck', 'command'],
      fix: { title: `Begin with ${value[0]}`, path: [...path, 'healthCheck', 'command'], value },
    },
  ];
}

/** The agent of ECS Exec writes to the container's disk. Source: ECS developer guide, ECS Exec considerations. */
function readOnlyShell({ name, path, readonlyRootFilesystem }: Container): Finding[] {
  if (!readonlyRootFilesystem) return [];
  return [
    {
      severity: 'error',
      code: 'exec-read-only',
      message: `${name} has a read-only root, and ECS Exec needs to write there. Switch one of the two off.`,
      path: [...path, 'readonlyRootFilesystem'],
      fix: { title: 'Let the root be written', path: [...path, 'readonlyRootFilesystem'] },
    },
  ];
}

function openFiles({ name, path, ulimits }: Container): Finding[] {
  const { softLimit = 0, hardLimit = 0 } = ulimits?.nofile ?? {};
  if (softLimit <= hardLimit) return [];
  const at = [...path, 'ulimits', 'nofile', 'hardLimit'];
  return [
    {
      severity: 'error',
      code: 'open-files',
      message: `The soft limit of open files of ${name} is ${softLimit}, above its hard limit of ${hardLimit}. Raise the hard limit, or lower the other.`,
      path: at,
      fix: { title: `Set the hard limit to ${softLimit}`, path: at, value: softLimit },
    },
  ];
}

/** The log driver takes neither as it is meant. Source: ECS API reference, LogConfiguration, options of awslogs. */
function logDelivery({ name, path, logConfiguration = {} }: Container): Finding[] {
  const { mode, maxBufferSize, datetimeFormat, multilinePattern } = logConfiguration;
  const findings: Finding[] = [];
  if (mode === 'blocking' && maxBufferSize !== undefined) {
    const at = [...path, 'logConfiguration', 'maxBufferSize'];
    findings.push({
      severity: 'error',
      code: 'log-buffer',
      message: `The logs of ${name} are delivered blocking, which has no buffer. Choose non-blocking, or remove maxBufferSize.`,
      path: at,
      fix: { title: 'Remove maxBufferSize', path: at },
    });
  }
  if (datetimeFormat !== undefined && multilinePattern !== undefined) {
    const at = [...path, 'logConfiguration', 'multilinePattern'];
    findings.push({
      severity: 'error',
      code: 'log-events',
      message: `The logs of ${name} have a datetimeFormat and a multilinePattern; only one can tell where an event begins. Remove one of the two.`,
      path: at,
      fix: { title: 'Remove multilinePattern', path: at },
    });
  }
  return findings;
}
