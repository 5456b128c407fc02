/** An ECS service or task, by its ARN. */
export interface EcsThing {
  readonly arn: string;
  /** Name of its cluster. */
  readonly cluster: string;
  /** Name of the service, id of the task. */
  readonly name: string;
}

/** A service or task of an ARN that names its cluster; undefined for any other ARN. */
export function ecsThing(arn: string, kind: 'service' | 'task'): EcsThing | undefined {
  // `arn:aws:ecs:<region>:<account>:service/<cluster>/<name>`
  const [, what, cluster, name] = /:(service|task)\/([^/]+)\/([^/]+)$/.exec(arn) ?? [];
  return what === kind && cluster && name ? { arn, cluster, name } : undefined;
}
