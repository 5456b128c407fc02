import { allow, anywhere, arnOf, type Place } from './grant';
import type { PermissionsOf } from './permissions';

/** Tags and live tails are asked about a group, everything else about what is in it. */
export function logGroupArns(place: Place, name: string): string[] {
  const arn = arnOf(place, 'logs', `log-group:${name}`);
  return [arn, `${arn}:*`];
}

/** Log groups. */
export const logsPermissions: PermissionsOf<'AWS::Logs::LogGroup'> = {
  'AWS::Logs::LogGroup': {
    find: () => [anywhere('logs:DescribeLogGroups')],
    // Groups are searched by the prefix that a stack shares with its environments, and told apart by their tags.
    read: ({ place, props: { name } }) => [
      allow(arnOf(place, 'logs', `log-group:${parentOf(name)}/*`), 'logs:ListTagsForResource'),
    ],
    create: ({ place, props: { name } }) => [
      allow(logGroupArns(place, name), 'logs:CreateLogGroup', 'logs:PutRetentionPolicy', 'logs:TagResource'),
    ],
    delete: ({ place, props: { name } }) => [allow(logGroupArns(place, name), 'logs:DeleteLogGroup')],
  },
};

function parentOf(name: string): string {
  return name.slice(0, name.lastIndexOf('/'));
}
