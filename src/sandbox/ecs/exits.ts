import type { ContainerDefinition } from '@aws-sdk/client-ecs';

/**
 * The code with which a container ends as soon as it has begun; undefined for one that goes on. Nothing of an image is
 * here, so only a command is believed that says so plainly: `sh -c "… exit 3"`, `false`, `true`.
 */
export function exitCodeOf({ command = [] }: ContainerDefinition): number | undefined {
  const last = command.at(-1)?.trim() ?? '';
  if (command.length === 1 && (last === 'false' || last === 'true')) return last === 'false' ? 1 : 0;
  const [, code] = /(?:^|[;&\s])exit (\d{1,3})$/.exec(last) ?? [];
  return code === undefined ? undefined : Number(code);
}
