import type { ConnectionSummary } from '../host/connection';

/** What the status bar says of a connection: an icon, whose account, and the region. */
export function statusBarText(
  { kind, label, account, region }: ConnectionSummary,
  trusted: boolean,
): { text: string; tooltip: string } {
  if (!trusted) {
    return {
      text: '$(shield) ECS Topology: restricted',
      tooltip: 'This workspace is not trusted: no credentials are read and nothing is called.',
    };
  }
  if (kind === 'none') {
    return {
      text: '$(debug-disconnect) ECS Topology: no connection',
      tooltip: 'Select an AWS profile, an endpoint or the sandbox.',
    };
  }
  const icon = kind === 'sandbox' ? '$(beaker)' : '$(cloud)';
  const place = [label, account, region].filter((part) => part !== undefined).join(' · ');
  return {
    text: `${icon} ${place}`,
    tooltip: `ECS Topology deploys to ${place}. Press to select another connection.`,
  };
}
