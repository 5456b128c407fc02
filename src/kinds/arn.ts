/** What an ARN ends with, after its last slash: the id of a task, the name of a cluster, `family:7` of a task definition. */
export function endOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
