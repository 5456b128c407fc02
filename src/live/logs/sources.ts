import { isRef, nodeOf } from '../../engine/resource';
import type { Prepared } from '../prepare';

/** What can be tailed: a log group, or the part of it that a task writes. */
export interface LogSource {
  /** Node id. */
  readonly node: string;
  readonly logGroup: string;
  /** Only streams whose names begin so. */
  readonly streams?: string;
  /** Lines of an API about its requests, not of a task. */
  readonly isAccessLog?: boolean;
}

/** The log group of each service's tasks, and of each API that logs its requests, as the topology names them. */
export function logGroupsOf({ resources }: Pick<Prepared, 'resources'>): LogSource[] {
  const names = new Map(
    resources.flatMap((it) => (it.type === 'AWS::Logs::LogGroup' ? [[it.id, it.props.name]] : [])),
  );
  return resources.flatMap((it): LogSource[] => {
    if (it.type === 'AWS::ApiGatewayV2::Stage' && it.props.accessLogs) {
      const name = names.get(idIn(it.props.accessLogs.logGroupArn));
      return name === undefined ? [] : [{ node: nodeOf(it.id), logGroup: name, isAccessLog: true }];
    }
    if (it.type !== 'AWS::ECS::TaskDefinition') return [];
    const { logGroup } = it.props;
    const name = isRef(logGroup) ? names.get(logGroup.$ref) : logGroup;
    return name === undefined ? [] : [{ node: nodeOf(it.id), logGroup: name }];
  });
}

function idIn(reference: unknown): string {
  return isRef(reference) ? reference.$ref : '';
}
