import { DescribeAvailabilityZonesCommand } from '@aws-sdk/client-ec2';
import type { Account } from '../account';
import { failedError } from '../errors';

/** Zones in which API Gateway has no VPC links. Source: its own refusals; AWS documents no list. */
export const ZONES_WITHOUT_LINKS: ReadonlySet<string> = new Set(['use1-az3', 'euw3-az2']);

/**
 * Names of the region's Availability Zones that have VPC links, the same list for every run. Told apart by their ids:
 * what one account calls `us-east-1a` another may call `us-east-1c`.
 */
export async function linkZones({ clients, send }: Account, signal?: AbortSignal): Promise<string[]> {
  const command = new DescribeAvailabilityZonesCommand({});
  const { AvailabilityZones = [] } = await send(clients.ec2, command, { signal });
  return AvailabilityZones.filter(
    ({ State, ZoneId, ZoneType = 'availability-zone' }) =>
      State === 'available' && ZoneType === 'availability-zone' && !ZONES_WITHOUT_LINKS.has(ZoneId ?? ''),
  )
    .flatMap(({ ZoneName }) => ZoneName ?? [])
    .sort();
}

/** The zone of that number; a region without it is an error that says so. */
export async function zoneAt(account: Account, zone: number, signal?: AbortSignal): Promise<string> {
  const zones = await linkZones(account, signal);
  const name = zones[zone];
  if (name !== undefined) return name;
  throw failedError(
    `The region has fewer than ${zone + 1} Availability Zones that can be used. Deploy to another region, or name an existing network`,
    zones.join(', ') || 'none',
    { service: 'ec2', operation: 'DescribeAvailabilityZones' },
  );
}
