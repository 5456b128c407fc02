import { DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import type { Check } from './check';

/** Newer regions are off until somebody turns them on for the account. */
export const regionCheck: Check = async ({ session, signal }) => {
  const { clients, send } = session.account;
  const command = new DescribeRegionsCommand({ RegionNames: [session.region], AllRegions: true });
  const { Regions = [] } = await send(clients.ec2, command, { signal });
  if (!Regions.some(({ OptInStatus }) => OptInStatus === 'not-opted-in')) return [];
  const message = `This region is not turned on for the account; turn it on under Account, AWS Regions, or choose another: ${session.region}`;
  return [{ severity: 'error', code: 'region-off', message }];
};
